namespace LetterExchange.Features.Imports;

/// <summary>What people read about lists of people that are sent: Texts.resx.</summary>
public sealed class Texts;
