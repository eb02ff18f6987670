using System.Globalization;
using System.IO.Compression;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Imports;

/// <summary>Reads a OneRoster CSV package in bulk form (1EdTech OneRoster 1.1 and 1.2, CSV binding): students with their classes and guardians. Staff are not taken:
/// who may read children's letters is for a coordinator to say.</summary>
sealed class OneRoster
{
    readonly PackageFiles files;
    readonly RosterRules rules;
    readonly bool second;

    OneRoster(PackageFiles files, RosterRules rules, bool second) => (this.files, this.rules, this.second) = (files, rules, second);

    public static ReadRoster Read(Stream file, RosterRules rules)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Any(entry => entry.FullName is "[Content_Types].xml" or "mimetype")) return RosterFile.Refused("file.workbook");
            var files = new PackageFiles(zip);
            var manifest = files.Read("manifest").ToDictionary(row => row["propertyName"], row => row["value"], StringComparer.OrdinalIgnoreCase);
            var version = manifest.GetValueOrDefault("oneroster.version") ?? "";
            if (version is not ("1.1" or "1.2")) return RosterFile.Refused("zip.version", version);
            var delta = manifest.FirstOrDefault(one => one.Key.StartsWith("file.", StringComparison.OrdinalIgnoreCase) && one.Value.Equals("delta", StringComparison.OrdinalIgnoreCase)).Key;
            return delta is not null ? RosterFile.Refused("zip.delta", delta[5..]) : new OneRoster(files, rules, version == "1.2").All();
        }
        catch (PackageFault fault)
        {
            return new(RosterKind.Table, [], [fault.Fault]);
        }
        catch (InvalidDataException)
        {
            return RosterFile.Refused("zip.broken");
        }
        catch (ArgumentException) // The manifest says one thing twice.
        {
            return RosterFile.Refused("zip.broken");
        }
    }

    ReadRoster All()
    {
        var (users, schools) = (files.Read("users"), files.Read("orgs").ToDictionary(org => org["sourcedId"], org => org["name"]));
        var roles = second ? files.Read("roles").Where(IsThere).ToLookup(role => role["userSourcedId"], role => role["role"]) : users.ToLookup(user => user["sourcedId"], user => user["role"]);
        var there = users.Where(user => IsThere(user) && !user["enabledUser"].Equals("false", StringComparison.OrdinalIgnoreCase)).ToList();
        var births = files.Read("demographics", optional: true).Where(IsThere).GroupBy(one => one["sourcedId"]).ToDictionary(one => one.Key, one => one.First()["birthDate"]);
        var (classes, ended) = Classes();
        var guardians = Guardians(there, roles);
        var lines = new List<RosterLine>();
        var staff = 0;
        foreach (var user in there)
        {
            if (!roles[user["sourcedId"]].Any(role => role == "student")) staff += roles[user["sourcedId"]].Any(IsGuardian) ? 0 : 1;
            else if (lines.Count == Table.MostLines) throw new PackageFault(Fault.Of("file.lines", null, Table.MostLines.ToString("N0", CultureInfo.CurrentCulture)));
            else lines.Add(Line(user, schools, classes.GetValueOrDefault(user["sourcedId"]), births.GetValueOrDefault(user["sourcedId"]), guardians[user["sourcedId"]]));
        }
        var faults = new List<Fault>();
        if (lines.Count == 0) faults.Add(Fault.Of("zip.nobody"));
        if (staff > 0) faults.Add(Fault.Of("staff.left", null, $"{staff}"));
        if (users.Count > there.Count) faults.Add(Fault.Of("inactive.left", null, $"{users.Count - there.Count}"));
        if (ended > 0) faults.Add(Fault.Of("class.ended", null, $"{ended}"));
        return new(second ? RosterKind.OneRoster12 : RosterKind.OneRoster11, lines, faults);
    }

    /// <summary>The class of each student: their homeroom, or the first by name. Classes all of whose terms are over are none any more.</summary>
    (Dictionary<string, string> Of, int Ended) Classes()
    {
        var over = files.Read("academicSessions", optional: true).Where(term => DateOnly.TryParseExact(term["endDate"], "yyyy-MM-dd", out var end) && end < rules.Today).Select(term => term["sourcedId"]).ToHashSet();
        var all = files.Read("classes").Where(IsThere).ToList();
        var ended = all.Where(one => one["termSourcedIds"].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } terms && terms.All(over.Contains)).ToList();
        var held = all.Except(ended).GroupBy(one => one["sourcedId"]).ToDictionary(one => one.Key, one => (Name: one.First()["title"], Home: one.First()["classType"] == "homeroom"));
        var of = files.Read("enrollments", 200_000).Where(one => IsThere(one) && one["role"] == "student" && held.ContainsKey(one["classSourcedId"])).GroupBy(one => one["userSourcedId"])
            .ToDictionary(one => one.Key, one => one.Select(each => held[each["classSourcedId"]]).OrderByDescending(each => each.Home).ThenBy(each => each.Name, StringComparer.Ordinal).First().Name);
        return (of, ended.Count);
    }

    /// <summary>Guardians by student, whichever of the two names the other.</summary>
    static ILookup<string, LineGuardian> Guardians(List<PackageRow> there, ILookup<string, string> roles)
    {
        var adults = there.Where(user => roles[user["sourcedId"]].Any(IsGuardian)).GroupBy(user => user["sourcedId"]).ToDictionary(user => user.Key, user => user.First());
        var named = there.SelectMany(user => user["agentSourcedIds"].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(other => (From: user["sourcedId"], To: other)));
        return named.Select(two => adults.ContainsKey(two.To) ? (Child: two.From, Adult: two.To) : (Child: two.To, Adult: two.From)).Where(two => adults.ContainsKey(two.Adult)).Distinct()
            .ToLookup(two => two.Child, two => Guardian(adults[two.Adult]));
    }

    static LineGuardian Guardian(PackageRow user) => new(
        Typed.Line($"{user["givenName"]} {user["familyName"]}") is { Length: <= Typed.LongestLine } name ? name : "?", Emails.IsOne(user["email"]) ? user["email"].Trim() : null);

    RosterLine Line(PackageRow user, Dictionary<string, string> schools, string? group, string? birth, IEnumerable<LineGuardian> guardians)
    {
        var line = new RosterLine { Number = user.Number, Named = named, Role = Role.Mentee, Language = rules.Language, Email = Typed.Line(user["email"]) };
        if (user.Fault is not null) line.Faults.Add(user.Fault);
        line.Key = Kept(line, user["sourcedId"], "sourcedId", Typed.LongestLine);
        line.GivenName = Kept(line, second && user["preferredGivenName"].Length > 0 ? user["preferredGivenName"] : user["givenName"], "givenName", Typed.LongestName) ?? "";
        line.Surname = Kept(line, second && user["preferredFamilyName"].Length > 0 ? user["preferredFamilyName"] : user["familyName"], "familyName", Typed.LongestName) ?? "";
        var orgs = (second ? user["primaryOrgSourcedId"] : user["orgSourcedIds"]).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        line.Organisation = Kept(line, orgs.Select(schools.GetValueOrDefault).FirstOrDefault(name => name is not null), "orgSourcedIds", Typed.LongestLine);
        line.Cohort = Kept(line, group, "title", Typed.LongestName, "cohort.long");
        if (group is null) line.Faults.Add(Fault.Of("cohort.missing", "classSourcedId"));
        LineChecks.Person(line, rules);
        if (!string.IsNullOrEmpty(birth))
        {
            if (DateOnly.TryParseExact(birth, "yyyy-MM-dd", out var born)) line.Born = born;
            else line.Faults.Add(Fault.Of("day.bad", "birthDate", birth));
            LineChecks.Age(line, rules);
        }
        line.Guardians.AddRange(guardians.Where(one => one.Name != "?").DistinctBy(one => one.Name));
        line.Faults.Add(Fault.Of(line.Guardians.Count == 0 ? "guardian.none" : "consent.none", "agentSourcedIds")); // The format knows no consents.
        return line;
    }

    static string? Kept(RosterLine line, string? text, string column, int longest, string tooLong = "cell.long")
    {
        if (Typed.Line(text) is not { } cell) return null;
        if (Cells.IsFormula(cell)) line.Faults.Add(Fault.Of("cell.formula", column, cell.Length > 40 ? cell[..39] + "…" : cell));
        else if (cell.Length > longest) line.Faults.Add(Fault.Of(tooLong, column, $"{longest}", $"{cell.Length}"));
        else return cell;
        return null;
    }

    static bool IsThere(PackageRow row) => !row["status"].Equals("tobedeleted", StringComparison.OrdinalIgnoreCase);

    static bool IsGuardian(string role) => role is "guardian" or "parent" or "relative";

    static readonly Dictionary<Column, string> named = new()
    {
        [Column.Id] = "sourcedId", [Column.GivenName] = "givenName", [Column.Surname] = "familyName", [Column.Email] = "email", [Column.Born] = "birthDate", [Column.Cohort] = "title",
        [Column.Guardian] = "agentSourcedIds",
    };
}
