using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LetterExchange.Features.Shared;

/// <summary><c>&lt;press-cover story-id="" themes="" label="" class="" /&gt;</c>: a story's cover in its own palette. Without a label it is an ornament.</summary>
[HtmlTargetElement("press-cover", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PressCoverTagHelper : TagHelper
{
    public string StoryId { get; set; } = "";
    public IEnumerable<string> Themes { get; set; } = [];
    public string? Label { get; set; }
    public string? Class { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        Drawing.Replace(output, Press.Cover(StoryId, Themes, Label, Class));
}

/// <summary><c>&lt;press-mark person="@id" class="" /&gt;</c>: a person's mark; the name stands beside it.</summary>
[HtmlTargetElement("press-mark", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PressMarkTagHelper : TagHelper
{
    public Guid Person { get; set; }
    public string? Class { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) => Drawing.Replace(output, Press.Mark(Person, Class));
}

/// <summary><c>&lt;press-icon name="arrow" /&gt;</c>: a line icon; the words stand beside it.</summary>
[HtmlTargetElement("press-icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PressIconTagHelper : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output) => Drawing.Replace(output, Press.Icon(Name));
}

/// <summary><c>&lt;press-tiles class="sh" spec="on+loa" /&gt;</c>: tiles of the alphabet, rows parted by a slash.</summary>
[HtmlTargetElement("press-tiles", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PressTilesTagHelper : TagHelper
{
    public string Class { get; set; } = "sh";
    public string Spec { get; set; } = "";
    /// <summary>Units a tile; 30 unless told.</summary>
    public double Size { get; set; } = 30;

    public override void Process(TagHelperContext context, TagHelperOutput output) => Drawing.Replace(output, Press.Tiles(Class, Spec, Size));
}

/// <summary><c>&lt;press-stamp story-id="" themes="" franked="true" /&gt;</c>, or <c>&lt;press-stamp opens="@postmark" /&gt;</c> for the empty place of a round to come.</summary>
[HtmlTargetElement("press-stamp", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PressStampTagHelper : TagHelper
{
    public string? StoryId { get; set; }
    public IEnumerable<string> Themes { get; set; } = [];
    public bool Franked { get; set; }
    public Postmark? Opens { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) => Drawing.Replace(output,
        StoryId is null ? Press.Stamp(Opens ?? new Postmark("", "")) : Press.Stamp(StoryId, Themes, Franked));
}

/// <summary><c>&lt;press-posted story-id="" themes="" arrived="@postmark" /&gt;</c>: the stamp of a letter that has arrived, with its postmark.</summary>
[HtmlTargetElement("press-posted", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PressPostedTagHelper : TagHelper
{
    public string? StoryId { get; set; }
    public IEnumerable<string> Themes { get; set; } = [];
    public Postmark Arrived { get; set; } = new("", "");

    public override void Process(TagHelperContext context, TagHelperOutput output) => Drawing.Replace(output, Press.Posted(StoryId, Themes, Arrived));
}

/// <summary><c>&lt;press-envelope to="Amina" from="from Henrik" writer="@id" story-id="" themes="" arrived="@postmark" /&gt;</c>: stands inside
/// <c>&lt;a class="envelope"&gt;</c>, with words beside it that say where the link goes.</summary>
[HtmlTargetElement("press-envelope", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PressEnvelopeTagHelper : TagHelper
{
    public string To { get; set; } = "";
    public string From { get; set; } = "";
    public Guid Writer { get; set; }
    public string? StoryId { get; set; }
    public IEnumerable<string> Themes { get; set; } = [];
    public Postmark Arrived { get; set; } = new("", "");

    /// <summary>Closed and on its way; the postmark is then of the day on which it was sent.</summary>
    public bool Closed { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) => Drawing.Replace(output,
        Closed ? Press.SealedEnvelope(To, From, Writer, StoryId, Themes, Arrived) : Press.Envelope(To, From, Writer, StoryId, Themes, Arrived));
}

/// <summary>Puts a drawing in the place of the element that asked for it.</summary>
file static class Drawing
{
    public static void Replace(TagHelperOutput output, string svg)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(svg);
    }
}
