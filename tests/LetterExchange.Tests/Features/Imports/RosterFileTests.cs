using System.IO.Compression;
using System.Text;
using LetterExchange.Features.Imports;
using LetterExchange.Features.People;

namespace LetterExchange.Tests.Features.Imports;

/// <summary>What is read of a file, and which mistakes are named, each with its line and column.</summary>
public sealed class RosterFileTests
{
    const string Head = "Id,Given name,Surname,Role,E-mail,Born,Class,Mentor,Guardian,Consent,Consent how,Consent given,Consent until,Clearance,Clearance from,Clearance until,Language";
    const string Mentor = "m1,Henrik,Solberg,mentor,henrik@example.org,,,,,,,,,Police check,2026-09-01,2028-08-31,en";
    const string Mentee = "k1,Amina,Karimova,mentee,,2016-03-01,5B,henrik@example.org,Her mother,guardian,form on paper,2027-01-04,2028-01-03,,,,fr";

    internal static readonly RosterRules Rules = new(new DateOnly(2027, 1, 11), "en", false);

    internal static ReadRoster Read(string text, Encoding? encoding = null, RosterRules? rules = null) => Read([.. (encoding ?? new UTF8Encoding(false)).GetPreamble(), .. (encoding ?? Encoding.UTF8).GetBytes(text)], rules);

    internal static ReadRoster Read(byte[] bytes, RosterRules? rules = null)
    {
        using var file = new MemoryStream(bytes);
        return RosterFile.Read(file, rules ?? Rules);
    }

    [Test]
    public void A_line_says_all_about_a_person()
    {
        var read = Read($"{Head}\n{Mentor}\n{Mentee}\n");
        Assert.That(read.Lines.SelectMany(line => line.AllFaults), Is.Empty);
        var (mentor, mentee) = (read.Lines[0], read.Lines[1]);
        Assert.That((mentor.Role, mentor.Email, mentor.Key, mentor.Number), Is.EqualTo((Role.Mentor, "henrik@example.org", "m1", 2)));
        Assert.That(mentor.Clearance, Is.EqualTo(new LineClearance("Police check", new(2026, 9, 1), new(2028, 8, 31))));
        Assert.That((mentee.Name, mentee.Born, mentee.Cohort, mentee.Mentor, mentee.Language), Is.EqualTo(("Amina Karimova", new DateOnly(2016, 3, 1), "5B", "henrik@example.org", "fr")));
        Assert.That(mentee.Guardians, Is.EqualTo(new[] { new LineGuardian("Her mother", null) }));
        Assert.That(mentee.Consent, Is.EqualTo(new LineConsent(ConsentKind.Guardian, "Her mother", "form on paper", new(2027, 1, 4), new(2028, 1, 3))));
    }

    static IEnumerable<TestCaseData> Savings()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var (name, encoding) in new (string, Encoding)[] { ("UTF-8", new UTF8Encoding(false)), ("UTF-8 with its mark", new UTF8Encoding(true)), ("UTF-16", Encoding.Unicode), ("UTF-16, the other way round", Encoding.BigEndianUnicode), ("Windows-1252", Encoding.GetEncoding(1252)) })
            foreach (var (sign, said) in new[] { (",", "commas"), (";", "semicolons"), ("\t", "tabs") })
                yield return new TestCaseData(encoding, sign).SetArgDisplayNames(name, said);
    }

    [TestCaseSource(nameof(Savings))]
    public void A_table_is_read_however_it_was_saved(Encoding encoding, string sign)
    {
        var text = string.Join(sign, "Prénom", "Nom", "Rôle", "Classe", "Responsable légal", "Date de naissance") + "\r\n" + string.Join(sign, "Élodie", "\"Núñez, Ana; \"\"la\"\"\"", "jeune", "CM2", "Sa mère", "01/03/2016") + "\r\n";
        var read = Read(text, encoding, Rules with { Language = "fr" });
        Assert.That(read.Faults, Is.Empty);
        Assert.That((read.Lines[0].GivenName, read.Lines[0].Surname, read.Lines[0].Born), Is.EqualTo(("Élodie", "Núñez, Ana; \"la\"", new DateOnly(2016, 3, 1))));
    }

    [Test]
    public void A_line_is_counted_as_an_editor_counts_it()
    {
        var read = Read($"sep=,\r\n{Head}\r\n\r\nm1,\"Hen\r\nrik\",Solberg,mentor,henrik@example.org\r\n{Mentee.Replace("k1", "k2")}\r\n");
        Assert.That(read.Lines.Select(line => line.Number), Is.EqualTo(new[] { 4, 6 }));
        Assert.That(read.Lines[0].GivenName, Is.EqualTo("Hen rik"));
    }

    [TestCase("03/04/2016", "13/04/2016", 4, TestName = "A_day_is_read_as_the_rest_of_the_file_shows: day first")]
    [TestCase("03/04/2016", "04/13/2016", 3, TestName = "A_day_is_read_as_the_rest_of_the_file_shows: month first")]
    public void A_day_is_read_as_the_rest_of_the_file_shows(string day, string other, int month)
    {
        var read = Read($"Given name,Role,Class,Guardian,Born\nLin,mentee,5B,Her father,{day}\nTheo,mentee,5B,His father,{other}\n");
        Assert.That(read.Lines[0].Born!.Value.Month, Is.EqualTo(month));
    }

    /// <summary>What is changed of a good file, and what is said then: the key, the line, the column.</summary>
    static readonly (string What, string Lines, string Key, int Line, string? Column)[] mistakes =
    [
        ("an address twice", $"{Mentor}\n{Mentor.Replace("m1", "m2")}", "mail.twice", 3, "E-mail"),
        ("an id twice", $"{Mentor}\n{Mentor.Replace("henrik@", "henry@")}", "key.twice", 3, "Id"),
        ("a malformed address", Mentor.Replace("henrik@example.org", "henrik at example"), "mail.bad", 2, "E-mail"),
        ("an adult without an address", Mentor.Replace("henrik@example.org", ""), "mail.missing", 2, "E-mail"),
        ("an adult without a surname", Mentor.Replace("Solberg", " "), "surname.missing", 2, "Surname"),
        ("an address in the place of a name", Mentor.Replace("Solberg", "s@example.org"), "name.mail", 2, "Surname"),
        ("no role", Mentor.Replace("mentor,", ","), "role.missing", 2, "Role"),
        ("an unknown role", Mentor.Replace("mentor,", "astronaut,"), "role.unknown", 2, "Role"),
        ("a line for a guardian", Mentor.Replace("mentor,", "guardian,"), "role.guardian", 2, "Role"),
        ("a coordinator by list", Mentor.Replace("mentor,", "coordinator,"), "role.trusted", 2, "Role"),
        ("a clearance in the past", Mentor.Replace("2028-08-31", "2027-01-10"), "clearance.past", 2, "Clearance until"),
        ("a clearance of tomorrow", Mentor.Replace("2026-09-01", "2027-01-12"), "clearance.future", 2, "Clearance from"),
        ("half a clearance", Mentor.Replace("Police check", ""), "clearance.parts", 2, "Clearance"),
        ("a clearance that ends before it begins", Mentor.Replace("2028-08-31", "2026-08-31"), "days.order", 2, "Clearance until"),
        ("an unknown language", Mentor.Replace(",en", ",tlh"), "language.unknown", 2, "Language"),
        ("an adult who has a mentor", Mentor.Replace("org,,,,", "org,,,anne@example.org,"), "pair.role", 2, "Mentor"),
        ("a pair with oneself", Mentor.Replace("org,,,,", "org,,,henrik@example.org,"), "pair.self", 2, "Mentor"),
        ("a mentee who is their own mentor", Mentee.Replace("henrik@example.org", "k1"), "pair.self", 2, "Mentor"),
        ("a mentee without a name", Mentee.Replace("Amina", ""), "given.missing", 2, "Given name"),
        ("a mentee of seven", Mentee.Replace("2016-03-01", "2019-01-12"), "born.young", 2, "Born"),
        ("a mentee of nineteen", Mentee.Replace("2016-03-01", "2008-01-11"), "born.old", 2, "Born"),
        ("a day that is none", Mentee.Replace("2016-03-01", "2016-02-30"), "day.bad", 2, "Born"),
        ("a day of two meanings", Mentee.Replace("2016-03-01", "03/04/2016"), "day.either", 2, "Born"),
        ("a mentee without a class", Mentee.Replace("5B", ""), "cohort.missing", 2, "Class"),
        ("a class with too long a name", Mentee.Replace("5B", new string('x', 61)), "cohort.long", 2, "Class"),
        ("a name that is too long", Mentee.Replace("Karimova", new string('x', 61)), "cell.long", 2, "Surname"),
        ("a formula", Mentee.Replace("Karimova", "\"=HYPERLINK(\"\"https://example.org\"\",\"\"x\"\")\""), "cell.formula", 2, "Surname"),
        ("a formula that begins with a sign", Mentee.Replace("Karimova", "@SUM(A1)"), "cell.formula", 2, "Surname"),
        ("no guardian", Mentee.Replace("Her mother", ""), "guardian.missing", 2, "Guardian"),
        ("an unknown giver of consent", Mentee.Replace("guardian", "neighbour"), "consent.kind", 2, "Consent"),
        ("half a consent", Mentee.Replace("form on paper", ""), "consent.parts", 2, "Consent how"),
        ("a consent in the past", Mentee.Replace("2028-01-03", "2027-01-10"), "consent.past", 2, "Consent until"),
        ("a consent of tomorrow", Mentee.Replace("2027-01-04", "2027-01-12"), "consent.future", 2, "Consent given"),
        ("two mentors in a cell", Mentee.Replace("henrik@example.org", "henrik@example.org; anne@example.org"), "pair.two", 2, "Mentor"),
        ("two mentors in two lines", $"{Mentee}\n{Mentee.Replace("k1", "").Replace("henrik@", "anne@")}", "pair.twice", 3, "Given name"),
        ("a child twice", $"{Mentee}\n{Mentee.Replace("k1", "").Replace("Amina", "amina")}", "child.twice", 3, "Given name"),
        ("a child in two classes", $"{Mentee}\n{Mentee.Replace("k1", "").Replace("5B", "6A")}", "child.twice", 3, "Given name"),
        ("a day of another age", Mentee.Replace("2028-01-03", "9999-12-31"), "day.bad", 2, "Consent until"),
        ("too many cells", $"{Mentor},and,more", "line.cells", 2, null),
        ("letters that were lost", Mentee.Replace("Amina", "Am\uFFFDna"), "line.encoding", 2, "Given name"),
        ("letters in the wrong encoding", Mentee.Replace("Amina", "AmÃ©lie"), "line.encoding", 2, "Given name"),
        ("a quote that is never closed", $"{Mentor}\n{Mentee.Replace("Amina", "\"Amina")}\n{Mentee.Replace("k1", "k2")}", "line.quote", 3, null),
    ];

    static IEnumerable<TestCaseData> Mistakes => mistakes.Select(one => new TestCaseData(one.Lines, one.Key, one.Line, one.Column).SetArgDisplayNames(one.What));

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_named_with_its_line_and_column(string lines, string key, int line, string? column)
    {
        var read = Read($"{Head}\n{lines}\n");
        var named = read.Lines.SelectMany(one => one.Faults.Where(fault => !fault.IsHint).Select(fault => (fault.Key, one.Number, fault.Column))).ToList();
        Assert.That(named, Is.EqualTo(new[] { (key, line, column) }));
    }

    [TestCase("2019-01-11", false, TestName = "A_mentee_is_eight_to_eighteen: eight today")]
    [TestCase("2008-01-12", false, TestName = "A_mentee_is_eight_to_eighteen: nineteen tomorrow")]
    [TestCase("2019-01-12", true, TestName = "A_mentee_is_eight_to_eighteen: eight tomorrow")]
    [TestCase("2008-01-11", true, TestName = "A_mentee_is_eight_to_eighteen: nineteen today")]
    public void A_mentee_is_eight_to_eighteen(string born, bool wrong) => Assert.That(Read($"{Head}\n{Mentee.Replace("2016-03-01", born)}").Lines[0].IsFaulty, Is.EqualTo(wrong));

    [TestCase("", "file.empty")]
    [TestCase("\r\n \r\n", "file.empty")]
    [TestCase("Given name,Role\r\n", "file.header")]
    [TestCase("Surname,Role\nSolberg,mentor", "column.given")]
    [TestCase("Given name,Surname\nHenrik,Solberg", "column.role")]
    [TestCase("Given name,First name,Role\nHenrik,Henrik,mentor", "column.twice")]
    [TestCase("\u0001\u0002 binary", "file.encoding")]
    [TestCase("G\0i\0v\0e\0n\0", "file.encoding")]
    [TestCase("%PDF-1.7", "file.encoding")]
    public void A_file_that_is_no_list_is_refused_as_a_whole(string text, string key)
    {
        var read = Read(text);
        Assert.That((read.IsRefused, read.Faults.Single(fault => !fault.IsHint).Key, read.Lines.Count), Is.EqualTo((true, key, 0)));
    }

    [Test]
    public void Too_many_lines_or_columns_are_refused_and_an_unknown_column_is_left_alone()
    {
        Assert.That(Read("Given name,Role\n" + string.Concat(Enumerable.Repeat("Lin,mentee\n", 20_001))).Faults.Single().Key, Is.EqualTo("file.lines"));
        Assert.That(Read("Given name,Role" + string.Concat(Enumerable.Repeat(",x", 60)) + "\nLin,mentee").Faults.Single().Key, Is.EqualTo("file.columns"));
        var read = Read("Given name,Shoe size,Role,E-mail,Surname\nHenrik,44,mentor,h@example.org,Solberg");
        Assert.That((read.IsRefused, read.Faults.Single().Key, read.Faults.Single().Column), Is.EqualTo((false, "column.unknown", "Shoe size")));
    }

    [Test]
    public void A_file_beyond_measure_is_refused_without_being_read()
    {
        using var file = new Endless(1_000_000_000);
        Assert.That(RosterFile.Read(file, Rules).Faults.Single().Key, Is.EqualTo("file.large"));
        Assert.That(file.WasRead, Is.False);
    }

    [Test]
    public void The_columns_of_the_template_are_understood_in_every_language()
    {
        foreach (var language in LetterExchange.Text.Spoken.All)
            foreach (var (key, value) in House.Resources.Of("Imports", language).Where(text => text.Key.StartsWith("col.", StringComparison.Ordinal)))
                Assert.That(Columns.Find(value), Is.EqualTo(Enum.Parse<Column>(key[4..])), $"{language}: {value}");
    }

    [Test]
    public void Every_mistake_has_words([Values("en", "fr", "es")] string language)
    {
        var words = House.Resources.Of("Imports", language).Select(text => text.Key).ToHashSet();
        Assert.That(mistakes.Select(one => $"fault.{one.Key}").Concat(Fault.Hints.Select(key => $"fault.{key}")).Distinct().Where(key => !words.Contains(key)), Is.Empty);
    }

    [TestCase("1.1")]
    [TestCase("1.2")]
    public void A_OneRoster_package_becomes_children_with_classes_and_guardians(string version)
    {
        var read = Read(Package.Of(version));
        Assert.That(read.Faults.Select(fault => (fault.Key, fault.With[0])), Is.EqualTo(new[] { ("staff.left", "1"), ("inactive.left", "1"), ("class.ended", "1") }));
        Assert.That(read.Kind, Is.EqualTo(version == "1.1" ? RosterKind.OneRoster11 : RosterKind.OneRoster12));
        Assert.That(read.Lines.Select(line => (line.Key, line.Name, line.Cohort, line.Organisation, line.Born)), Is.EqualTo(new[]
        {
            ("s1", "Amina Karimova", "Homeroom 5B", "Northgate Primary", (DateOnly?)new DateOnly(2016, 3, 1)), ("s2", "Theo Bauer", "Science 6", "Northgate Primary", null),
        }));
        Assert.That(read.Lines[0].Guardians, Is.EqualTo(new[] { new LineGuardian("Dilnoza Karimova", "dilnoza@example.org") }));
        Assert.That(read.Lines[1].Guardians, Is.EqualTo(new[] { new LineGuardian("Anna Bauer", null) }), "named from the guardian's side alone");
        Assert.That(read.Lines.SelectMany(line => line.AllFaults).Select(fault => fault.Key), Is.All.EqualTo("consent.none"));
    }

    [TestCase("3.0", "zip.version")]
    [TestCase("1.1 delta", "zip.delta")]
    [TestCase("1.1 without users", "zip.missing")]
    [TestCase("workbook", "file.workbook")]
    [TestCase("broken", "zip.broken")]
    public void A_package_that_is_none_is_refused(string package, string key) => Assert.That(Read(Package.Of(package)).Faults.Single(fault => !fault.IsHint).Key, Is.EqualTo(key));

    [Test]
    public void A_package_that_swells_is_let_go_of()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Package.Add(zip, "manifest.csv", "propertyName,value\noneroster.version,1.1");
            using var users = zip.CreateEntry("users.csv", CompressionLevel.Fastest).Open();
            var blanks = new byte[1_000_000];
            for (var i = 0; i < 100; i++) users.Write(blanks);
        }
        Assert.That(bytes.Length, Is.LessThan(1_000_000));
        Assert.That(Read(bytes.ToArray()).Faults.Single().Key, Is.EqualTo("zip.swells"));
    }

    sealed class Endless(long length) : MemoryStream
    {
        public bool WasRead { get; private set; }

        public override long Length => length;

        public override int Read(byte[] buffer, int offset, int count)
        {
            WasRead = true;
            return count;
        }

        public override int Read(Span<byte> buffer)
        {
            WasRead = true;
            return buffer.Length;
        }
    }
}
