using LetterExchange.Features.People;

namespace LetterExchange.Features.Imports;

/// <summary>Makes lines of a table whose columns are named.</summary>
sealed class TableRoster
{
    readonly Dictionary<Column, int> places = [];
    readonly Dictionary<Column, string> named = [];
    readonly List<Fault> faults = [];
    readonly Table table;
    readonly RosterRules rules;
    readonly DayOrder order;

    TableRoster(Table table, RosterRules rules)
    {
        (this.table, this.rules) = (table, rules);
        for (var place = 0; place < table.Header.Length; place++) Place(table.Header[place], place);
        if (!places.ContainsKey(Column.GivenName) && !places.ContainsKey(Column.Name)) faults.Add(Fault.Of("column.given"));
        if (!places.ContainsKey(Column.Role)) faults.Add(Fault.Of("column.role"));
        var days = new[] { Column.Born, Column.ConsentGiven, Column.ConsentUntil, Column.ClearanceFrom, Column.ClearanceUntil }.Where(places.ContainsKey).ToList();
        order = Cells.OrderOf(table.Rows.SelectMany(row => days.Select(column => Cell(row, column) ?? "")), rules.Language);
    }

    public static ReadRoster Read(Table table, RosterRules rules)
    {
        if (table.Faults.Count > 0) return new(RosterKind.Table, [], table.Faults);
        var reader = new TableRoster(table, rules);
        var refused = reader.faults.Any(fault => !fault.IsHint);
        return new(RosterKind.Table, refused ? [] : [.. table.Rows.Select(reader.Line)], reader.faults);
    }

    void Place(string header, int place)
    {
        if (header.Length == 0) return;
        if (Columns.Find(header) is not { } column) faults.Add(Fault.Of("column.unknown", header, header));
        else if (!places.TryAdd(column, place)) faults.Add(Fault.Of("column.twice", header, header, table.Header[places[column]]));
        else named[column] = header;
    }

    RosterLine Line(TableRow row)
    {
        var line = new RosterLine { Number = row.Number, Named = named };
        if (row.Fault is not null)
        {
            line.Faults.Add(row.Fault);
            if (row.Fault.Key != "line.encoding") return line; // Its cells are not where they belong.
        }
        Who(line, row);
        Where(line, row);
        if (line.Role == Role.Mentee) Child(line, row);
        else if (Cell(row, Column.Mentor) is { } mentor && line.Role is not null)
            line.Faults.Add(Fault.Of(mentor == line.Email || mentor == line.Key ? "pair.self" : "pair.role", named[Column.Mentor]));
        if (line.Role == Role.Mentor) Clear(line, row);
        return line;
    }

    void Who(RosterLine line, TableRow row)
    {
        line.Key = Text(line, row, Column.Id, Typed.LongestName, name: false);
        (line.GivenName, line.Surname) = (Text(line, row, Column.GivenName, Typed.LongestName) ?? "", Text(line, row, Column.Surname, Typed.LongestName) ?? "");
        if (line.GivenName.Length == 0 && !places.ContainsKey(Column.GivenName)) (line.GivenName, line.Surname) = Parted(Text(line, row, Column.Name, 2 * Typed.LongestName) ?? "", line.Surname);
        if (Cell(row, Column.Role) is not { } role) line.Faults.Add(Fault.Of("role.missing", named[Column.Role]));
        else if ((line.Role = Cells.RoleOf(role)) is null) line.Faults.Add(Fault.Of(Cells.UnknownRole(role), named[Column.Role], Short(role)));
        line.Email = Cell(row, Column.Email);
        LineChecks.Person(line, rules);
    }

    void Where(RosterLine line, TableRow row)
    {
        line.Organisation = Text(line, row, Column.Organisation, Typed.LongestLine);
        line.Town = Text(line, row, Column.Town, Typed.LongestLine);
        line.Cohort = Text(line, row, Column.Cohort, Typed.LongestName);
        if (line.Role is Role.Mentee or Role.Teacher && Cell(row, Column.Cohort) is null) line.Faults.Add(Fault.Of(line.Role == Role.Teacher ? "cohort.teacher" : "cohort.missing", line.NameOf(Column.Cohort)));
        line.Language = rules.Language;
        if (Cell(row, Column.Language) is { } language && (line.Language = Cells.LanguageOf(language)) is null) line.Faults.Add(Fault.Of("language.unknown", named[Column.Language], Short(language)));
    }

    void Child(RosterLine line, TableRow row)
    {
        line.Born = Day(line, row, Column.Born);
        LineChecks.Age(line, rules);
        if (Cell(row, Column.Mentor) is { } mentor)
        {
            if (mentor.Split([';', ',', ' ', '|'], StringSplitOptions.RemoveEmptyEntries).Count(part => part.Contains('@')) > 1) line.Faults.Add(Fault.Of("pair.two", named[Column.Mentor]));
            else line.Mentor = mentor.Contains('@') ? SignInNames.Normal(mentor) : mentor;
            if (line.Mentor is { } of && (of == line.Key || (line.Email is not null && of == SignInNames.Normal(line.Email)))) line.Faults.Add(Fault.Of("pair.self", named[Column.Mentor]));
        }
        var guardian = Text(line, row, Column.Guardian, Typed.LongestLine);
        var mail = Cell(row, Column.GuardianEmail);
        if (mail is not null && !Emails.IsOne(mail)) line.Faults.Add(Fault.Of("mail.bad", named[Column.GuardianEmail], Short(mail)));
        else if (guardian is not null) line.Guardians.Add(new(guardian, mail));
        Consent(line, row, guardian);
    }

    void Consent(RosterLine line, TableRow row, string? guardian)
    {
        var (kindCell, how) = (Cell(row, Column.Consent), Text(line, row, Column.ConsentHow, Typed.LongestLine));
        var kind = kindCell is null ? ConsentKind.Guardian : Cells.KindOf(kindCell);
        if (kind is null) line.Faults.Add(Fault.Of("consent.kind", named[Column.Consent], Short(kindCell!)));
        if (guardian is null && kind == ConsentKind.Guardian) line.Faults.Add(Fault.Of("guardian.missing", line.NameOf(Column.Guardian)));
        if (Cell(row, Column.ConsentGiven) is null && Cell(row, Column.ConsentUntil) is null && how is null)
        {
            if (kindCell is null) line.Faults.Add(Fault.Of("consent.none", line.NameOf(Column.Consent)));
            else if (kind is not null) line.Faults.Add(Fault.Of("consent.parts", named[Column.Consent]));
            return;
        }
        var (given, until) = (Day(line, row, Column.ConsentGiven), Day(line, row, Column.ConsentUntil));
        if (Cell(row, Column.ConsentGiven) is null || Cell(row, Column.ConsentUntil) is null || Cell(row, Column.ConsentHow) is null)
            line.Faults.Add(Fault.Of("consent.parts", line.NameOf(Cell(row, Column.ConsentHow) is null ? Column.ConsentHow : Cell(row, Column.ConsentGiven) is null ? Column.ConsentGiven : Column.ConsentUntil)));
        else if (given is { } from && until is { } to && kind is { } of && how is not null && LineChecks.Span(line, from, to, rules, "consent", named[Column.ConsentGiven], named[Column.ConsentUntil]))
            line.Consent = guardian is null && of == ConsentKind.Guardian ? null : new(of, guardian ?? line.Organisation ?? line.Cohort ?? "", how, from, to);
    }

    void Clear(RosterLine line, TableRow row)
    {
        var kind = Text(line, row, Column.Clearance, Typed.LongestLine);
        var (fromCell, untilCell) = (Cell(row, Column.ClearanceFrom), Cell(row, Column.ClearanceUntil));
        if (kind is null && fromCell is null && untilCell is null)
        {
            line.Faults.Add(Fault.Of("clearance.none", line.NameOf(Column.Clearance)));
            return;
        }
        var (from, until) = (Day(line, row, Column.ClearanceFrom), Day(line, row, Column.ClearanceUntil));
        if (kind is null || fromCell is null || untilCell is null) line.Faults.Add(Fault.Of("clearance.parts", line.NameOf(kind is null ? Column.Clearance : fromCell is null ? Column.ClearanceFrom : Column.ClearanceUntil)));
        else if (from is { } begins && until is { } ends && LineChecks.Span(line, begins, ends, rules, "clearance", named[Column.ClearanceFrom], named[Column.ClearanceUntil])) line.Clearance = new(kind, begins, ends);
    }

    DateOnly? Day(RosterLine line, TableRow row, Column column)
    {
        if (Cell(row, column) is not { } cell) return null;
        if (Cells.Day(cell, order) is { } day) return day;
        line.Faults.Add(Fault.Of(Cells.IsEitherWay(cell) ? "day.either" : "day.bad", named[column], Short(cell)));
        return null;
    }

    /// <summary>What the cell says when it can be kept; otherwise the line hears why not.</summary>
    string? Text(RosterLine line, TableRow row, Column column, int longest, bool name = true)
    {
        if (Cell(row, column) is not { } cell) return null;
        if (Cells.IsFormula(cell)) line.Faults.Add(Fault.Of("cell.formula", named[column], Short(cell)));
        else if (cell.Length > longest) line.Faults.Add(Fault.Of(column == Column.Cohort ? "cohort.long" : "cell.long", named[column], $"{longest}", $"{cell.Length}"));
        else if (name && column is Column.GivenName or Column.Surname && cell.Contains('@')) line.Faults.Add(Fault.Of("name.mail", named[column], Short(cell)));
        else return cell;
        return null;
    }

    /// <summary>What stands in the cell; a dash alone says that nothing does.</summary>
    string? Cell(TableRow row, Column column) =>
        places.TryGetValue(column, out var place) && place < row.Cells.Length && Typed.Line(row.Cells[place]) is { } cell && cell is not ("-" or "–" or "—") ? cell : null;

    static string Short(string cell) => cell.Length > 40 ? cell[..39] + "…" : cell;

    static (string Given, string Surname) Parted(string name, string surname)
    {
        if (name.Split(',', 2) is [var last, var first]) return (first.Trim(), last.Trim());
        return name.Split(' ', 2) is [var given, var rest] && surname.Length == 0 ? (given, rest) : (name, surname);
    }
}
