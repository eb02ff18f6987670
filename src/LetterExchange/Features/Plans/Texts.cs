namespace LetterExchange.Features.Plans;

/// <summary>Names the texts of plans and dates (Texts.resx).</summary>
public sealed class Texts;
