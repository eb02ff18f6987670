using LetterExchange.Features.People;

namespace LetterExchange.Features.Imports;

/// <summary>Finds who a line means: first by what another system calls them, then an adult by the address, a child by name, class and day of birth.</summary>
static class Matching
{
    public static void Find(IReadOnlyList<RosterLine> lines, Known known)
    {
        var (byMail, byKey) = (new Dictionary<string, RosterLine>(), new Dictionary<string, RosterLine>());
        foreach (var line in lines)
        {
            (line.Existing, line.MentorLine, line.MentorKnown, line.Found) = (null, null, null, []);
            if (!line.IsMentee && line.Email is not null) byMail.TryAdd(SignInNames.Normal(line.Email), line);
            if (line.Key is not null) byKey.TryAdd(line.Key, line);
            if (line.Role is null) continue;
            if (line.IsMentee) Child(line, known);
            else Adult(line, known);
        }
        var claimed = new Dictionary<Guid, int>();
        foreach (var line in lines.Where(line => line.Existing is not null))
        {
            if (claimed.TryAdd(line.Existing!.Id, line.Number)) continue;
            line.Found.Add(Fault.Of("child.twice", line.NameOf(Column.GivenName), line.Name, $"{claimed[line.Existing.Id]}"));
            line.Existing = null;
        }
        foreach (var line in lines.Where(line => line is { IsMentee: true, Mentor: not null }))
        {
            if (line.Mentor!.Contains('@')) (line.MentorLine, line.MentorKnown) = (byMail.GetValueOrDefault(line.Mentor), known.ByMail(line.Mentor));
            else (line.MentorLine, line.MentorKnown) = (byKey.GetValueOrDefault(line.Mentor), known.ByKey(line.Mentor));
            line.MentorKnown ??= line.MentorLine?.Existing;
        }
    }

    static void Adult(RosterLine line, Known known)
    {
        var (byMail, byKey) = (known.ByMail(line.Email), known.ByKey(line.Key));
        if (byKey is not null && line.Email is not null && byKey != byMail) line.Found.Add(Fault.Of("key.other", line.NameOf(Column.Id), line.Key!));
        else if (byMail is null) return;
        else if (byMail.IsMentee) line.Found.Add(Fault.Of("mail.mentee", line.NameOf(Column.Email), line.Email!));
        else if (!IsCalled(byMail, line)) line.Found.Add(Fault.Of("mail.other", line.NameOf(Column.Email), line.Email!));
        else line.Existing = byMail;
    }

    static void Child(RosterLine line, Known known)
    {
        if (known.ByKey(line.Key) is { } byKey)
        {
            if (byKey.IsMentee) line.Existing = byKey;
            else line.Found.Add(Fault.Of("key.other", line.NameOf(Column.Id), line.Key!));
            return;
        }
        if (line.GivenName.Length == 0 || line.Cohort is null) return;
        var cohort = known.Cohorts.TryGetValue(Columns.Folded(line.Cohort), out var found) ? found.Id : (Guid?)null;
        // Another system has another name for somebody it knows: then this is not the one.
        var called = known.Children(line.GivenName, line.Surname).Where(child => line.Key is null || child.Keys.Count == 0).ToList();
        var same = called.Where(child => line.Born is not null && child.Born == line.Born).ToList();
        if (same.Count == 0) same = [.. called.Where(child => child.CohortId == cohort && cohort is not null && (child.Born is null || line.Born is null))];
        if (same.Count == 1) line.Existing = same[0];
        else if (same.Count > 1) line.Found.Add(Fault.Of("child.many", line.NameOf(Column.GivenName), line.Name));
        else if (called.Any(child => child.CohortId == cohort && cohort is not null)) line.Found.Add(Fault.Of("child.same", line.NameOf(Column.GivenName), line.Name));
    }

    /// <summary>Whether one of the two names is theirs: people marry, and spell themselves in two ways.</summary>
    static bool IsCalled(KnownPerson person, RosterLine line) =>
        line.GivenName.Length == 0 || Columns.Folded(person.GivenName) == Columns.Folded(line.GivenName) || Columns.Folded(person.Surname) == Columns.Folded(line.Surname);
}
