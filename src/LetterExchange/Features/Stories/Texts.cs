namespace LetterExchange.Features.Stories;

/// <summary>What people read about stories: Texts.resx.</summary>
public sealed class Texts;
