namespace LetterExchange.Features.Shared;

/// <summary>Names the texts of the frame around every page (Texts.resx).</summary>
public sealed class Texts;
