using System.Security.Cryptography;
using System.Text;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Imports;

/// <summary>Says what becomes of each line, by comparing it with those who are here. A pure function of the lines and <see cref="Known"/>; an empty cell changes nothing.</summary>
static class Planner
{
    /// <summary>In the order in which they are done: adults before the children whose mentors they are.</summary>
    public static List<RosterLine> InOrder(IEnumerable<RosterLine> lines) => [.. lines.OrderBy(line => line.IsMentee || line.Role is null ? 1 : 0).ThenBy(line => line.Number)];

    /// <param name="lines">Matched, in order.</param>
    public static void Plan(IReadOnlyList<RosterLine> lines, Known known, string zone)
    {
        foreach (var line in lines)
        {
            line.Does = [];
            if (line.IsMentee && line.Mentor is not null) Pair(line);
            if (!line.IsFaulty) Compare(line, known, zone);
            line.Action = line.IsFaulty ? LineAction.Skip : line.Existing is null ? LineAction.Add : line.Does.Count > 0 ? LineAction.Change : LineAction.Same;
        }
    }

    /// <summary>Lower-case hex over what becomes of each line: two looks that see the same have the same.</summary>
    public static string Digest(IEnumerable<RosterLine> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
            hash.AppendData(Encoding.UTF8.GetBytes($"{line.Number}|{line.Key}|{line.Role}|{line.GivenName}|{line.Surname}|{line.Email}|{line.Born:yyyyMMdd}|{line.Organisation}|{line.Town}|{line.Cohort}|{line.Mentor}|{line.Language}|{line.Consent}|{line.Clearance}|{string.Join(',', line.Guardians)}|{line.Action}|{string.Join(',', line.Does)}|{string.Join(',', line.AllFaults.Select(fault => fault.Key))}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Pair(RosterLine line)
    {
        var column = line.NameOf(Column.Mentor);
        if (line.Faults.Any(fault => fault.Key == "pair.self")) return;
        if (line.MentorLine is { } at)
        {
            if (at == line) line.Found.Add(Fault.Of("pair.self", column));
            else if (at.Role != Role.Mentor && line.MentorKnown?.Is(Role.Mentor) != true) line.Found.Add(Fault.Of("mentor.not", column, line.Mentor!));
            else if (at.IsFaulty) line.Found.Add(Fault.Of("mentor.faulty", column, $"{at.Number}"));
        }
        else if (line.MentorKnown is null) line.Found.Add(Fault.Of("mentor.unknown", column, line.Mentor!));
        else if (line.MentorKnown.LeftAt is not null || !line.MentorKnown.Is(Role.Mentor)) line.Found.Add(Fault.Of("mentor.not", column, line.Mentor!));
        if (line.Existing?.MentorId is { } has && has != line.MentorKnown?.Id) line.Found.Add(Fault.Of("pair.taken", column, line.Name));
    }

    static void Compare(RosterLine line, Known known, string zone)
    {
        var person = line.Existing;
        Cohort(line, known);
        if (person is not null)
        {
            if (person.LeftAt is not null) line.Does.Add("return");
            if (!person.IsForeign)
            {
                if (person.GivenName != line.GivenName || (line.Surname.Length > 0 && person.Surname != line.Surname)) line.Does.Add("name");
                if (line.IsMentee && line.Born is not null && person.Born != line.Born) line.Does.Add("born");
                if (line.Organisation is not null && person.Organisation != line.Organisation) line.Does.Add("organisation");
                if (line.Town is not null && person.Town != line.Town) line.Does.Add("town");
            }
        }
        if (line.Key is not null && person?.Keys.Contains(line.Key) != true) line.Does.Add("key");
        if (line.Guardians.Any(one => person?.Guardians.Contains(one.Name) != true)) line.Does.Add("guardian");
        Spans(line, person, zone);
        if (line.Mentor is not null && (person?.MentorId is null || person.MentorId != line.MentorKnown?.Id)) line.Does.Add("pair");
    }

    /// <summary>The role and where it is held. A mentor's is of the whole program.</summary>
    static void Cohort(RosterLine line, Known known)
    {
        var cohort = line.Cohort is not null && line.Role != Role.Mentor && known.Cohorts.TryGetValue(Columns.Folded(line.Cohort), out var found) ? found.Id : (Guid?)null;
        if (line.Cohort is not null && line.Role != Role.Mentor && cohort is null) line.Does.Add("cohort.new");
        if (line.Existing is not { } person) return;
        var has = person.Roles.Where(one => one.Role == line.Role).ToList();
        if (has.Count == 0) line.Does.Add("role");
        else if (line.IsMentee) { if (has.All(one => one.Cohort != cohort) || cohort is null) line.Does.Add("move"); }
        else if (has.All(one => one.Cohort is not null && (one.Cohort != cohort || cohort is null)) && line.Role != Role.Mentor) line.Does.Add("role");
    }

    /// <summary>A consent that was withdrawn, and a clearance that was revoked, do not come back with a file.</summary>
    static void Spans(RosterLine line, KnownPerson? person, string zone)
    {
        if (line.Consent is { } consent)
        {
            var has = person?.Consents.FirstOrDefault(one => one.Kind == consent.Kind.ToString() && one.GivenBy == consent.GivenBy && one.FromAt == Days.Start(consent.Given, zone) && one.Until == Days.End(consent.Until, zone));
            if (has is null) line.Does.Add("consent");
            else if (has.OffAt is not null) line.Found.Add(Fault.Of("consent.off", line.NameOf(Column.Consent)));
        }
        if (line.Clearance is not { } clearance) return;
        var known = person?.Clearances.FirstOrDefault(one => one.Kind == clearance.Kind && one.FromAt == Days.Start(clearance.From, zone) && one.Until == Days.End(clearance.Until, zone));
        if (known is null) line.Does.Add("clearance");
        else if (known.OffAt is not null) line.Found.Add(Fault.Of("clearance.off", line.NameOf(Column.Clearance)));
    }
}
