namespace LetterExchange.Features.Ratings;

/// <summary>What people read of ratings and surveys: Texts.resx.</summary>
public sealed class Texts;
