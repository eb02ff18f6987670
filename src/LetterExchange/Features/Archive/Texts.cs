namespace LetterExchange.Features.Archive;

/// <summary>Names the texts of this feature (Texts.resx).</summary>
public sealed class Texts;
