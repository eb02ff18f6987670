namespace LetterExchange.Text;

/// <summary>Names the words for times (Texts.resx).</summary>
public sealed class Texts;
