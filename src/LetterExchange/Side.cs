namespace LetterExchange;

/// <summary>Which of the two of a pair: the child or the adult.</summary>
public enum Side { Mentee, Mentor }
