namespace LetterExchange.Features.Demo;

/// <summary>Names the texts of the demo's own parts (Texts.resx); what its people write stands in Commands/Demo.</summary>
public sealed class Texts;
