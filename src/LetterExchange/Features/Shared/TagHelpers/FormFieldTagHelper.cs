using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LetterExchange.Features.Shared;

/// <summary><c>&lt;form-field for="Town" label="" help="" maxlength="60" /&gt;</c>: label, box, help and what is wrong with it, tied together. With <c>items</c> a
/// choice, with <c>rows</c> a box of several lines. What was typed is given back, save passwords. Any further attribute goes to the box.</summary>
[HtmlTargetElement("form-field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FormFieldTagHelper : TagHelper
{
    public ModelExpression For { get; set; } = null!;
    public string Label { get; set; } = "";
    public string? Help { get; set; }
    public string Type { get; set; } = "text";
    public int Rows { get; set; }
    public IEnumerable<SelectListItem>? Items { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var entry = ViewContext.ModelState.GetValueOrDefault(For.Name);
        var errors = entry?.Errors.Select(error => error.ErrorMessage).Where(text => text.Length > 0).ToList() ?? [];
        var box = Box(entry?.AttemptedValue ?? Plain(For.Model));
        var id = TagBuilder.CreateSanitizedId(For.Name, "_");
        box.Attributes["id"] = id;
        box.Attributes["name"] = For.Name;
        box.AddCssClass("in");
        foreach (var attribute in output.Attributes.Where(attribute => attribute.Name != "class"))
            box.Attributes[attribute.Name] = attribute.ValueStyle == HtmlAttributeValueStyle.Minimized ? attribute.Name : attribute.Value?.ToString();
        if (errors.Count > 0) box.Attributes["aria-invalid"] = "true";
        var told = (Help is null ? "" : $"{id}-help ") + (errors.Count == 0 ? "" : $"{id}-said");
        if (told.Length > 0) box.Attributes["aria-describedby"] = told.Trim();

        var css = output.Attributes.TryGetAttribute("class", out var of) ? of.Value : null;
        output.Attributes.Clear();
        if (css is not null) output.Attributes.SetAttribute("class", css);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.AppendHtml($"<label class=\"lab f\" for=\"{id}\">").Append(Label).AppendHtml("</label>").AppendHtml(box);
        if (Help is not null) output.Content.AppendHtml($"<span class=\"help\" id=\"{id}-help\">").Append(Help).AppendHtml("</span>");
        if (errors.Count > 0) output.Content.AppendHtml($"<span class=\"err\" id=\"{id}-said\">").Append(string.Join(' ', errors)).AppendHtml("</span>");
    }

    TagBuilder Box(string? value)
    {
        if (Items is not null) return Choice(value);
        if (Rows > 0)
        {
            var lines = new TagBuilder("textarea");
            lines.Attributes["rows"] = Rows.ToString(CultureInfo.InvariantCulture);
            lines.InnerHtml.AppendHtml("\n").Append(value ?? ""); // The parser drops a first line end.
            return lines;
        }
        var box = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        box.Attributes["type"] = Type;
        if (Type != "password") box.Attributes["value"] = value ?? "";
        return box;
    }

    TagBuilder Choice(string? value)
    {
        var choice = new TagBuilder("select");
        foreach (var item in Items!)
        {
            var option = new TagBuilder("option");
            option.Attributes["value"] = item.Value;
            if (string.Equals(item.Value, value ?? "", StringComparison.OrdinalIgnoreCase)) option.Attributes["selected"] = "selected";
            option.InnerHtml.Append(item.Text);
            choice.InnerHtml.AppendHtml(option);
        }
        return choice;
    }

    static string? Plain(object? value) => value switch
    {
        null => null,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
