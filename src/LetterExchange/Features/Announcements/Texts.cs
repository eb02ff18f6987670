namespace LetterExchange.Features.Announcements;

/// <summary>Marks the texts of this feature (Texts.resx).</summary>
public sealed class Texts;
