using System.Collections.Frozen;

namespace LetterExchange.Features.Screening;

/// <summary>Guesses which of the three languages a text is in, from its commonest words.</summary>
public static class Languages
{
    static readonly FrozenSet<string> English = Set("the and to of i you is it my was for in that have but with not are we they this be on me what when so as at your");
    static readonly FrozenSet<string> French = Set("le la les et je tu il elle de des un une est pas que qui dans mon ma pour avec sur nous on mais j c ce au en suis ai plus");
    static readonly FrozenSet<string> Spanish = Set("el la los las y yo que de en un una es no mi me con por para se lo pero muy como mas su te del al hay esta soy");

    /// <summary>en, fr or es; en where nothing speaks for another.</summary>
    public static string Guess(LetterText text)
    {
        var (english, french, spanish) = (0, 0, 0);
        foreach (var word in text.Words)
        {
            if (English.Contains(word.Text)) english++;
            if (French.Contains(word.Text)) french++;
            if (Spanish.Contains(word.Text)) spanish++;
        }
        if (french > english && french >= spanish) return "fr";
        return spanish > english ? "es" : "en";
    }

    static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();
}
