using System.Text;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;

namespace LetterExchange.Tests.Features.Programs;

/// <summary>Days off out of a calendar file, entry by entry.</summary>
public sealed class HolidayFileTests
{
    static readonly DateOnly today = new(2027, 1, 11);

    [TestCase("DTSTART;VALUE=DATE:20270215", "2027-02-15/2027-02-15 Add", Description = "One day without an end.")]
    [TestCase("DTSTART;VALUE=DATE:20270405\r\nDTEND;VALUE=DATE:20270417", "2027-04-05/2027-04-16 Add", Description = "The end is the day after.")]
    [TestCase("DTSTART;VALUE=DATE:20270405\r\nDURATION:P1W", "2027-04-05/2027-04-11 Add")]
    [TestCase("DTSTART;VALUE=DATE:20270101", "2027-01-01/2027-01-01 Past")]
    [TestCase("DTSTART;VALUE=DATE:20270110\r\nDTEND;VALUE=DATE:20270112", "2027-01-10/2027-01-11 Add", Description = "Its last day is today.")]
    [TestCase("DTSTART;VALUE=DATE:20310101", "2031-01-01/2031-01-01 Far")]
    [TestCase("DTSTART:20270215T090000Z\r\nDTEND:20270215T100000Z", "2027-02-15/2027-02-15 Timed")]
    [TestCase("DTSTART;VALUE=DATE:20270215\r\nSTATUS:CANCELLED", "2027-02-15/2027-02-15 Cancelled")]
    [TestCase("DTSTART;VALUE=DATE:20270215\r\nRRULE:FREQ=WEEKLY", "2027-02-15/2027-02-15 Repeats")]
    [TestCase("DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270701", "2027-03-01/2027-06-30 Long")]
    [TestCase("DTSTART;VALUE=DATE:20270222", "2027-02-22/2027-02-22 Have")]
    [TestCase("DTSTART;VALUE=DATE:20200714\r\nRRULE:FREQ=YEARLY", "2027-07-14/2027-07-14 Add;2028-07-14/2028-07-14 Add;2029-07-14/2029-07-14 Add")]
    [TestCase("DTSTART;VALUE=DATE:20200714\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20280714", "2027-07-14/2027-07-14 Add;2029-07-14/2029-07-14 Add")]
    [TestCase("DTSTART;VALUE=DATE:20200714\r\nRRULE:FREQ=YEARLY;UNTIL=20220714", "2020-07-14/2020-07-14 Past")]
    [TestCase("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20270102\r\nRRULE:FREQ=YEARLY;COUNT=3", "2027-12-24/2028-01-01 Add;2028-12-24/2029-01-01 Add")]
    public void Each_entry_is_judged(string entry, string judged)
    {
        var lines = HolidayFile.Read(File($"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A day\r\n{entry}\r\nEND:VEVENT\r\n"), today, new HashSet<DateOnly> { new(2027, 2, 22) });
        Assert.That(string.Join(';', lines.Select(line => FormattableString.Invariant($"{line.From:yyyy-MM-dd}/{line.To:yyyy-MM-dd} {line.Verdict}"))), Is.EqualTo(judged));
    }

    [Test]
    public void A_name_is_one_line_and_may_be_missing()
    {
        var file = File("BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20270215\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:=HYPERLINK(1)\\nNoël " + new string('x', 100) + "\r\nDTSTART;VALUE=DATE:20270216\r\nEND:VEVENT\r\n");
        var lines = HolidayFile.Read(file, today, new HashSet<DateOnly>());
        Assert.That((lines[0].Name, lines[1].Name.Length, lines[1].Name[..19]), Is.EqualTo(("", 60, "=HYPERLINK(1) Noël ")));
    }

    [TestCase("Vacances de Noël", false)]
    [TestCase("Vacances de Noël", true)]
    public void Old_files_are_read_too(string name, bool old)
    {
        var text = Encoding.UTF8.GetString(File($"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:{name}\r\nDTSTART;VALUE=DATE:20270215\r\nEND:VEVENT\r\n"));
        Assert.That(HolidayFile.Read((old ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text), today, new HashSet<DateOnly>())[0].Name, Is.EqualTo(name));
    }

    [TestCase("", "ics.none")]
    [TestCase("day;name\r\n2027-02-15;Carnival", "ics.none")]
    [TestCase("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "ics.empty")]
    [TestCase("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:No start\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "ics.broken")]
    [TestCase("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:2027-13-45\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "ics.broken")]
    public void A_broken_file_gets_words(string text, string words) =>
        Assert.That(() => HolidayFile.Read(Encoding.UTF8.GetBytes(text), today, new HashSet<DateOnly>()), Throws.TypeOf<Refusal>().With.Message.EqualTo(words));

    [Test]
    public void What_is_too_much_is_refused()
    {
        Assert.That(() => HolidayFile.Read(new byte[HolidayFile.MostBytes + 1], today, new HashSet<DateOnly>()), Throws.TypeOf<Refusal>().With.Message.EqualTo("ics.large"));
        var many = string.Concat(Enumerable.Range(0, HolidayFile.MostEntries + 1).Select(n => $"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART;VALUE=DATE:20270215\r\nEND:VEVENT\r\n"));
        Assert.That(() => HolidayFile.Read(File(many), today, new HashSet<DateOnly>()), Throws.TypeOf<Refusal>().With.Message.EqualTo("ics.many"));
    }

    static byte[] File(string entries) => Encoding.UTF8.GetBytes($"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n{entries}END:VCALENDAR\r\n");
}
