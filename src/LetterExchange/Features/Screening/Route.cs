namespace LetterExchange.Features.Screening;

/// <summary>The way a letter takes through review. A later value is the more careful one.</summary>
public enum Route { Standard, Attention, Safeguarding }
