namespace LetterExchange.Features.Notices;

/// <summary>Marks the texts of this feature (Texts.resx).</summary>
public sealed class Texts;
