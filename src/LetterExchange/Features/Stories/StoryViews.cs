using Microsoft.AspNetCore.Html;

namespace LetterExchange.Features.Stories;

/// <summary>A story's title page: cover, title, author, question.</summary>
/// <param name="Kick">What stands above the title, such as the round.</param>
public sealed record TitlePage(Story Story, string Kick);

/// <summary>One part of a story as it is read.</summary>
/// <param name="Marks">The class of each sentence that is marked: mine, theirs or both.</param>
public sealed record PartPage(Story Story, StoryPart Part, IReadOnlyDictionary<int, string>? Marks = null)
{
    /// <summary>The part, its marked sentences with their classes.</summary>
    public HtmlString Html => Marks is not { Count: > 0 } ? Part.Html
        : new(Marks.Aggregate(Part.Html.Value!, (html, mark) => html.Replace($"<span class=\"s\" id=\"s{mark.Key}\">", $"<span class=\"s {mark.Value}\" id=\"s{mark.Key}\">", StringComparison.Ordinal)));
}

/// <summary>A link to a part in the list of parts.</summary>
/// <param name="Href">Where it is read: another page, or a place on this one.</param>
/// <param name="Done">Whether the reader has read it.</param>
/// <param name="Here">Whether it is the one that is shown.</param>
public sealed record PartLink(StoryPart Part, string Href, bool Done = false, bool Here = false);
