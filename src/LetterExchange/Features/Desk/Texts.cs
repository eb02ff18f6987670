namespace LetterExchange.Features.Desk;

/// <summary>What people read on their desk and on the reading page: Texts.resx.</summary>
public sealed class Texts;
