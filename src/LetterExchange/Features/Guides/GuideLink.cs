using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Guides;

/// <summary><c>&lt;guide-link name="hard-news" new-tab /&gt;</c>: a quiet link to a guide, by its title; without a name to the list of them.
/// Where something is being written it opens in a new tab, so that no word is lost.</summary>
[HtmlTargetElement("guide-link", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class GuideLinkTagHelper(Guides guides, IStringLocalizer<Texts> texts) : TagHelper
{
    public string? Name { get; set; }
    public bool NewTab { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var guide = Name is null ? null : guides.Find(Name) ?? throw new InvalidOperationException($"There is no guide {Name}.");
        (output.TagName, output.TagMode) = ("a", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "lk");
        output.Attributes.SetAttribute("href", guide?.Address ?? "/guides");
        output.Content.SetContent(guide?.Title ?? texts["guides"].Value);
        if (!NewTab) return;
        output.Attributes.SetAttribute("target", "_blank");
        output.Content.AppendHtml("<span class=\"vh\"> ").Append(texts["new.tab"].Value).AppendHtml("</span>");
    }
}
