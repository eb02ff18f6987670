using LetterExchange.Features.People;

namespace LetterExchange.Features.Imports;

/// <summary>What must be true of a line by itself, and of the lines of a file among one another.</summary>
static class LineChecks
{
    /// <summary>Names and address.</summary>
    public static void Person(RosterLine line, RosterRules rules)
    {
        var wrong = line.Faults.Any(fault => fault.Column is not null && (fault.Column == line.NameOf(Column.GivenName) || fault.Column == line.NameOf(Column.Name)));
        if (line.GivenName.Length == 0 && !wrong) line.Faults.Add(Fault.Of("given.missing", line.NameOf(Column.GivenName) ?? line.NameOf(Column.Name)));
        var mail = line.NameOf(Column.Email);
        if (line.Email is not null && !Emails.IsOne(line.Email))
        {
            line.Faults.Add(Fault.Of("mail.bad", mail, line.Email.Length > 40 ? line.Email[..39] + "…" : line.Email));
            line.Email = null;
        }
        else if (line.Role == Role.Mentee)
        {
            if (line.Email is not null && !rules.MenteeMail) line.Faults.Add(Fault.Of("mail.child", mail));
            if (!rules.MenteeMail) line.Email = null;
        }
        else if (line.Role is not null)
        {
            if (line.Email is null) line.Faults.Add(Fault.Of("mail.missing", mail));
            if (line.Surname.Length == 0 && !line.Faults.Any(fault => fault.Column is not null && fault.Column == line.NameOf(Column.Surname))) line.Faults.Add(Fault.Of("surname.missing", line.NameOf(Column.Surname)));
        }
    }

    /// <summary>A mentee's age on the day of the import.</summary>
    public static void Age(RosterLine line, RosterRules rules)
    {
        if (line.Born is not { } born) return;
        var age = rules.Today.Year - born.Year - (rules.Today < born.AddYears(rules.Today.Year - born.Year) ? 1 : 0);
        if (age is < RosterLine.Youngest or > RosterLine.Oldest) line.Faults.Add(Fault.Of(age < RosterLine.Youngest ? "born.young" : "born.old", line.NameOf(Column.Born), $"{Math.Max(age, 0)}", $"{RosterLine.Youngest}", $"{RosterLine.Oldest}"));
    }

    /// <summary>Whether a consent or clearance of these days can be recorded today.</summary>
    public static bool Span(RosterLine line, DateOnly from, DateOnly until, RosterRules rules, string what, string? fromColumn, string? untilColumn)
    {
        if (until < from) line.Faults.Add(Fault.Of("days.order", untilColumn));
        else if (from > rules.Today) line.Faults.Add(Fault.Of($"{what}.future", fromColumn));
        else if (until < rules.Today) line.Faults.Add(Fault.Of($"{what}.past", untilColumn));
        else return true;
        return false;
    }

    /// <summary>Who stands in a file twice. To be asked once all lines are read.</summary>
    public static void Together(IReadOnlyList<RosterLine> lines)
    {
        var (mails, keys, children) = (new Dictionary<string, int>(), new Dictionary<string, int>(), new Dictionary<string, RosterLine>());
        foreach (var line in lines)
        {
            if (line.Email is not null && !mails.TryAdd(SignInNames.Normal(line.Email), line.Number)) line.Faults.Add(Fault.Of("mail.twice", line.NameOf(Column.Email), line.Email, $"{mails[SignInNames.Normal(line.Email)]}"));
            if (line.Key is not null && !keys.TryAdd(line.Key, line.Number)) line.Faults.Add(Fault.Of("key.twice", line.NameOf(Column.Id), line.Key, $"{keys[line.Key]}"));
            if (line.IsMentee && line.GivenName.Length > 0 && line.Cohort is not null) Twice(line, children);
        }
    }

    /// <summary>A child of the same name in the same class, or born on the same day, unless it is said that they are two.</summary>
    static void Twice(RosterLine line, Dictionary<string, RosterLine> children)
    {
        var name = $"{Columns.Folded(line.GivenName)}\n{Columns.Folded(line.Surname)}";
        var other = Other($"{name}\n{Columns.Folded(line.Cohort!)}") ?? (line.Born is { } born ? Other($"{name}\n{born.DayNumber}") : null);
        if (other is not null) line.Faults.Add(Fault.Of(line.Mentor is not null && other.Mentor is not null && line.Mentor != other.Mentor ? "pair.twice" : "child.twice", line.NameOf(Column.GivenName), line.Name, $"{other.Number}"));

        RosterLine? Other(string child) => children.TryAdd(child, line) || children[child] is not { } one || one == line
            || (line.Key is not null && one.Key is not null && line.Key != one.Key) || (line.Born is not null && one.Born is not null && line.Born != one.Born) ? null : one;
    }
}
