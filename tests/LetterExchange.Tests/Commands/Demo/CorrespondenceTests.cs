using LetterExchange.Commands.Demo;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Stories;
using LetterExchange.Tests.Ground;
using LetterExchange.Text;

namespace LetterExchange.Tests.Commands.Demo;

/// <summary>The letters of the demo as they stand in their files.</summary>
public sealed class CorrespondenceTests
{
    static readonly IReadOnlyList<Correspondence> all = Correspondence.All;
    static readonly StoryLibrary library = StoryLibrary.Load(Repository.At("stories"));

    // All that need not pass by itself; every other letter is one that screening finds nothing in.
    static readonly Dictionary<(string Writer, string Date), (Route Route, string[] Categories)> found = new()
    {
        [("Jaden", "2026-10-17")] = (Route.Attention, [Category.Offplatform, Category.Phone, Category.Offplatform]),
        [("Kwame", "2026-10-20")] = (Route.Safeguarding, [Category.Meeting]),
        [("Eli", "2027-01-12")] = (Route.Attention, [Category.Offplatform, Category.Handle]),
        [("Zofia", "2027-01-13")] = (Route.Attention, [Category.Address]),
        [("Nur", "2027-01-14")] = (Route.Safeguarding, [Category.Neglect]),
    };

    static IEnumerable<TestCaseData> Letters =>
        from two in all
        from letter in two.Letters
        select new TestCaseData(two, letter).SetArgDisplayNames(letter.Writer, letter.At.ToString("uuuu-MM-dd HH:mm", null));

    [TestCaseSource(nameof(Letters))]
    public void A_letter_is_screened_as_it_is_meant_to_be(Correspondence two, ScriptedLetter letter)
    {
        var (mentee, mentor) = (Company.Mentees.Single(one => one.Given == two.Mentee), Company.Adults.Single(one => one.Given == two.Mentor));
        var isMentee = letter.Writer == two.Mentee;
        Assert.That(isMentee || letter.Writer == two.Mentor, $"{letter.Writer} writes between {two.Mentee} and {two.Mentor}.");
        var screening = Screener.Screen(new(letter.Text, isMentee ? Side.Mentee : Side.Mentor, isMentee ? mentee.Language : mentor.Language, new Roster(
            new RosterPerson { Given = mentee.Given, Surname = mentee.Surname, School = mentee.School, Town = Company.Town },
            new RosterPerson { Given = mentor.Given, Surname = mentor.Surname, Employer = mentor.Employer, Town = Company.Town })));
        var expected = found.TryGetValue((letter.Writer, letter.At.ToString("uuuu-MM-dd", null)), out var meant) ? meant : (Route.Standard, []);
        Assert.That((screening.Route, screening.Findings.Select(finding => finding.Category).ToArray()), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Letters))]
    public void A_letter_is_as_long_as_such_letters_are(Correspondence two, ScriptedLetter letter) =>
        Assert.That(Markdown.WordCount(letter.Text), Is.InRange(letter.Fate is Fate.Draft or Fate.Discarded ? 30 : 60, 260));

    [Test]
    public void There_is_something_to_read() => Assert.That(all.Sum(two => two.Letters.Count), Is.InRange(60, 100));

    [Test]
    public void Each_pair_reads_what_its_rounds_offer()
    {
        foreach (var two in all)
            foreach (var (i, story) in two.Stories.Index())
                if (story is not null) Assert.That(Season.Rounds[i].Stories, Does.Contain(story), $"{two.Mentee}, round {i + 1}");
        Assert.That(Season.Rounds.SelectMany(round => round.Stories).Where(story => library.Find(story) is null), Is.Empty);
    }

    [Test]
    public void The_two_of_a_pair_write_in_turn_and_in_the_order_of_time()
    {
        foreach (var two in all)
        {
            Assert.That(two.Letters.Select(letter => letter.At), Is.Ordered, two.Mentee);
            foreach (var round in two.Letters.Where(letter => letter.Round is not null && letter.Fate != Fate.Returned).GroupBy(letter => letter.Round))
                Assert.That(round.Select(letter => letter.Writer == two.Mentee), Is.Ordered.Descending.And.Unique, $"{two.Mentee}, round {round.Key}");
        }
    }

    [Test]
    public void A_file_is_read_with_all_that_it_says()
    {
        var two = Correspondence.Parse("# Ann and Ben\n\nStories: a, -\n\n## Round 1 · Ann · 3 Oct 2026 09:05 · returned\n\n> Please leave out\n> the number.\n\nDear Ben,\n\nHello.\n\nAnn\n\n## Free · Ben · 4 Oct 2026 10:00 · with a drawing\n\nDear Ann,\n");
        Assert.That((two.Mentee, two.Mentor, two.Stories), Is.EqualTo(("Ann", "Ben", new[] { "a", null })));
        Assert.That(two.Letters, Is.EqualTo(new ScriptedLetter[]
        {
            new("Ann", 1, new(2026, 10, 3, 9, 5), Fate.Returned, "Please leave out the number.", "Dear Ben,\n\nHello.\n\nAnn"),
            new("Ben", null, new(2026, 10, 4, 10, 0), Fate.Delivered, null, "Dear Ann,", HasDrawing: true),
        }));
    }

    [TestCase("# Ann\n\nStories: a\n", "begins with")]
    [TestCase("# Ann and Ben\n\nStories: a\n\n## Round 1, Ann, 3 Oct\n\nDear Ben\n", "Round 1, Ann, 3 Oct")]
    public void A_file_that_is_not_as_it_should_be_is_named(string file, string words) =>
        Assert.That(() => Correspondence.Parse(file), Throws.InstanceOf<FormatException>().With.Message.Contains(words));
}
