namespace LetterExchange.Features.Administration;

/// <summary>How something is: well, to be looked at, or not well.</summary>
public enum Verdict { Good, Look, Bad }

/// <summary>What one check has found.</summary>
/// <param name="Check">Its name: the text <c>check.…</c>.</param>
/// <param name="Words">What is said of it and, where it is not good, what to do: the text <c>said.…</c>.</param>
/// <param name="With">What is filled into the text.</param>
public sealed record Diagnosis(string Check, Verdict Verdict, string Words, params object[] With);
