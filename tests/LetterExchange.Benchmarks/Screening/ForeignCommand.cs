using System.CommandLine;
using LetterExchange.Features.Screening;

namespace LetterExchange.Benchmarks.Screening;

/// <summary><c>screening-foreign</c>: how much of what was written elsewhere, and in manners that no rule was written from, the rules find: telephone numbers, hidden e-mail addresses, swear words.</summary>
static class ForeignCommand
{
    const int Negatives = 5_000;

    public static Command Create()
    {
        var show = new Option<bool>("--misses") { Description = "Prints what is not found, and what is found wrongly." };
        var command = new Command("screening-foreign", "Recall and precision on telephone numbers of all regions, hidden e-mail addresses and masked swear words.") { show };
        command.SetAction(parsed =>
        {
            var misses = parsed.GetValue(show);
            Print("Telephone numbers", Category.Phone, [.. Foreign.Phones().DistinctBy(probe => probe.Text)], [.. Foreign.OtherNumbers(Negatives)], misses);
            Print("Hidden e-mail addresses", Category.Email, [.. Foreign.Emails().DistinctBy(probe => probe.Text)], [.. Foreign.OtherNumbers(500)], misses);
            Print("Swear words", Category.Profanity, [.. Foreign.Swearing().DistinctBy(probe => probe.Text)], [.. Foreign.HarmlessWords()], misses);
            return 0;
        });
        return command;
    }

    static void Print(string title, string category, List<Probe> probes, List<Probe> negatives, bool misses)
    {
        var found = probes.ToDictionary(probe => probe, probe => IsFound(probe, category));
        var wrong = negatives.Where(probe => Find(probe, category).Any()).ToList();
        var right = found.Values.Count(yes => yes);
        Console.WriteLine($"\n{title}: recall {(double)right / probes.Count:0.000} of {probes.Count:N0}, precision {(double)right / (right + wrong.Count):0.000}, {wrong.Count} of {negatives.Count:N0} others marked");
        foreach (var manner in probes.GroupBy(probe => probe.Manner).Select(group => (group.Key, Recall: group.Average(probe => found[probe] ? 1.0 : 0), Count: group.Count())).Where(manner => manner.Recall < 1).OrderBy(manner => manner.Recall))
            Console.WriteLine($"    {manner.Key,-26}{manner.Recall,8:0.000}{manner.Count,8}");
        if (!misses) return;
        foreach (var probe in probes.Where(probe => !found[probe])) Console.WriteLine($"  missed  {probe.Manner,-24} {probe.Text}");
        foreach (var probe in wrong) Console.WriteLine($"  wrong   {probe.Manner,-24} {probe.Text}");
    }

    /// <summary>The findings of the rules alone.</summary>
    internal static IEnumerable<Finding> Find(Probe probe, string category) =>
        Screener.ByRules(LetterText.Of(probe.Text), new ScreeningInput(probe.Text, Side.Mentee, probe.Language)).Where(finding => finding.Category == category);

    static bool IsFound(Probe probe, string category)
    {
        var start = probe.Text.IndexOf(probe.Passage!, StringComparison.Ordinal);
        return Find(probe, category).Any(finding => finding.Start < start + probe.Passage!.Length && start < finding.End);
    }
}
