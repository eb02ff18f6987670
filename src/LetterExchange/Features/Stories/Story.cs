using Microsoft.AspNetCore.Html;

namespace LetterExchange.Features.Stories;

/// <summary>A story of the library, read once and never changed. Its parts are HTML already.</summary>
public sealed record Story
{
    /// <summary>Its file's name without .md: small letters, digits and single hyphens.</summary>
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string Author { get; init; }

    /// <summary>en, fr or es; for the lang attribute of all of its text.</summary>
    public required string Language { get; init; }

    /// <summary>The youngest readers it is for, in years.</summary>
    public required int MinAge { get; init; }

    /// <summary>The oldest readers it is for, in years.</summary>
    public required int MaxAge { get; init; }

    /// <summary>Reading time of the whole, in minutes.</summary>
    public required int Minutes { get; init; }

    /// <summary>One to three of <see cref="StoryRules.Themes"/>; the first is the one that its cover shows.</summary>
    public required IReadOnlyList<string> Themes { get; init; }

    /// <summary>The essential question.</summary>
    public required string Question { get; init; }
    public required IReadOnlyList<string> MenteePrompts { get; init; }
    public required IReadOnlyList<string> MentorPrompts { get; init; }

    /// <summary>Word and explanation, in the file's order. The parts explain them in place already.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Glossary { get; init; }

    /// <summary>What a coordinator should know before choosing it.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<StoryPart> Parts { get; init; }

    /// <summary>All sentences of its parts, in their order.</summary>
    public IReadOnlyList<Sentence> Sentences { get; init; } = [];

    /// <summary>Words of the text, headings included.</summary>
    public int Words => Parts.Sum(part => part.Words);

    /// <summary>Where a quotation stands in the page of an assignment; nothing for what is no whole sentence of this story.</summary>
    public string? Place(Guid assignment, string quotation) =>
        Sentences.FirstOrDefault(sentence => sentence.Text == quotation) is { } found ? $"/assignments/{assignment}?part={found.Part}#s{found.Number}" : null;

    public IReadOnlyList<string> Prompts(Side side) => side == Side.Mentee ? MenteePrompts : MentorPrompts;
}

/// <summary>A part of a story: what stands under one of its second-level headings, or before the first.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Title">Null where the story begins without a heading.</param>
/// <param name="Html">Paragraphs and what else, without the title; safe to write.</param>
/// <param name="Minutes">Its share of the story's reading time, at least 1.</param>
public sealed record StoryPart(int Number, string? Title, HtmlString Html, int Words, int Minutes);

/// <summary>What is wrong with a story's file, where, and what would be right.</summary>
/// <param name="Line">From 1.</param>
public sealed record StoryError(string File, int Line, string Field, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Field}: {Message}";
}
