using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace LetterExchange.Features.People;

/// <summary>A card that has just been made. Words are kept nowhere but as a hash, so this is the only time that they can be shown.</summary>
/// <param name="Language">The mentee's, which the card speaks.</param>
/// <param name="Words">Three words, or a single password that the coordinator chose.</param>
public sealed record FreshCard(Guid Person, string Name, string SignInName, IReadOnlyList<string> Words, string Language)
{
    public static FreshCard Of(Guid person, string name, string signInName, string words, string language) =>
        new(person, name, signInName, words.Split(' ') is { Length: Card.WordsOnIt } three ? three : [words], language);
}

/// <summary>Carries fresh cards from the form to the page that shows them once: encrypted, in the browser of whoever made them.</summary>
static class FreshCards
{
    const string Key = "Cards";

    public static void Put(ITempDataDictionary carried, Guid by, IReadOnlyList<FreshCard> cards) => carried[Key] = JsonSerializer.Serialize(new Content(by, cards));

    /// <summary>The cards, gone from then on; none when somebody else made them.</summary>
    public static IReadOnlyList<FreshCard> Take(ITempDataDictionary carried, Guid by) =>
        carried[Key] is string json && JsonSerializer.Deserialize<Content>(json) is { } content && content.By == by ? content.Cards : [];

    sealed record Content(Guid By, IReadOnlyList<FreshCard> Cards);
}
