namespace LetterExchange.Features.Guides;

/// <summary>What people read about the guides, besides the guides themselves: Texts.resx.</summary>
public sealed class Texts;
