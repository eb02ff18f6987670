namespace LetterExchange.Features.Programs;

/// <summary>Names the texts of this feature (Texts.resx).</summary>
public sealed class Texts;
