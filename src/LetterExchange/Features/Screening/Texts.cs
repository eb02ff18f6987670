namespace LetterExchange.Features.Screening;

/// <summary>Names the resource with what screening says to people.</summary>
public sealed class Texts;
