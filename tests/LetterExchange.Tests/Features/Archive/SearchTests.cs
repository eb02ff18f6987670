using FsCheck;
using FsCheck.Fluent;
using LetterExchange.Data;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Archive;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SearchTests(Engine engine) : LetterTest(engine)
{
    Guid coordinator;
    MentoringProgram program = null!;

    [SetUp]
    public async Task Arrive()
    {
        coordinator = await Given.Coordinator();
        program = await Given.Program();
    }

    [Test]
    public async Task A_letter_is_found_once_it_has_been_delivered_and_a_look_at_a_list_is_an_event()
    {
        var letter = await Approved("Dear Henrik, the lighthouses shone all night.");
        await Index();
        Assert.That(await Ids("lighthouse"), Is.Empty);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        Assert.That((await Find("lighthouse")).IsBehind, Is.True);
        await Index();
        await Index();
        var page = await Find("Lighthouse NIGHTS");
        Assert.That(page.Letters.Single(), Is.EqualTo(page.Letters[0] with { HasAll = true, EndedAt = Now }));
        Assert.That(page.Letters[0].Passages.Single().Pieces.Where(piece => piece.IsMarked).Select(piece => piece.Text), Is.EqualTo(new[] { "lighthouses", "night" }));
        Assert.That(await EventsOf(letter.Id), Has.Exactly(1).EqualTo("letter.look"));
        Assert.That(page.IsBehind, Is.False);
    }

    [Test]
    public async Task A_withheld_letter_is_found_until_it_is_reopened_or_its_pair_is_closed()
    {
        var letter = await InReview();
        await Decisions.Withhold(letter.Id, letter.Version, Ruth, "No.", false);
        await Index();
        Assert.That(await Ids("lighthouse state:withheld"), Is.EqualTo(new[] { letter.Id }));
        Assert.That(await Ids("lighthouse -state:withheld"), Is.Empty);
        await Get<PairClosing>().Close(Pair.Id, "mentor-left", "Moved away.", coordinator);
        Assert.That(await Ids("lighthouse"), Is.Empty);
        await Index();
        Assert.That(await Words(), Is.Zero);
    }

    [Test]
    public async Task What_is_erased_is_found_no_more_and_the_sweep_leaves_none_of_its_words()
    {
        var letter = await Delivered("Dear Henrik, the heliotrope blooms.");
        await Index();
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 1, @now)", new { letter.Id, now = Now });
        await Db.Execute("DELETE FROM revision_texts WHERE letter_id = @Id", new { letter.Id });
        Assert.That(await Ids("heliotrope"), Is.Empty);
        await Index();
        Assert.That(await Words(), Is.Zero);
    }

    [Test]
    public async Task Phrases_beginnings_and_what_may_not_be_there_are_heard()
    {
        var red = await Sent("Dear Henrik, the red house has a green door.");
        var green = await Sent("Dear Henrik, the green house has a red door. The housekeeper is kind.");
        Assert.That(await Ids("\"red house\""), Is.EqualTo(new[] { red }));
        Assert.That(await Ids("house -\"green door\""), Is.EqualTo(new[] { green }));
        Assert.That(await Ids("housek*"), Is.EqualTo(new[] { green }));
        Assert.That(await Ids("house*"), Is.EquivalentTo(new[] { red, green }));
        Assert.That(await Ids("house -kind"), Is.EqualTo(new[] { red }));
        Assert.That(await Ids("-kind"), Is.EqualTo(new[] { red }));
        Assert.That(await Ids("kind OR unheard"), Is.EqualTo(new[] { green }));
        Assert.That(await Ids("\"the red\""), Is.EqualTo(new[] { red }));
        Assert.That(await Ids("the"), Is.EquivalentTo(new[] { red, green }));
    }

    [Test]
    public async Task Facts_narrow_a_search()
    {
        var letter = await Delivered("Dear Henrik, a blue boat.");
        var reply = await Sent("Dear friend, a blue bird.", Pair.MentorId);
        Clock.Advance(TimeSpan.FromDays(40));
        var later = await Sent("Dear Henrik, a blue sky.");
        await Index();
        var day = Days.Of(Now, program.Zone);
        Assert.That(await Ids($"blue from:{Pair.MentorName}"), Is.EqualTo(new[] { reply }));
        Assert.That(await Ids($"blue -from:{Pair.MentorName}"), Is.EquivalentTo(new[] { letter.Id, later }));
        Assert.That(await Ids($"pair:\"{Pair.MenteeName} Tester\""), Has.Count.EqualTo(3));
        Assert.That(await Ids("blue pair:nobody"), Is.Empty);
        Assert.That(await Ids("blue round:1"), Is.EqualTo(new[] { letter.Id }));
        Assert.That(await Ids("blue -round:1"), Is.EquivalentTo(new[] { reply, later }));
        Assert.That(await Ids($"blue on:{day:yyyy-MM}"), Is.EqualTo(new[] { later }));
        Assert.That(await Ids($"blue before:{day:yyyy-MM-dd}"), Is.EquivalentTo(new[] { letter.Id, reply }));
        Assert.That(await Ids($"blue after:{day:yyyy-MM-dd}"), Is.Empty);
        Assert.That(await Ids("story:unheard"), Is.Empty);
        Assert.That(await Ids("finding:contact"), Is.Empty);
        Assert.That(await Ids("-finding:contact -story:lighthouse"), Has.Count.EqualTo(3));
        Assert.That(await Ids("blue", new ArchiveFilter { Round = 1 }), Is.EqualTo(new[] { letter.Id }));
    }

    [Test]
    public async Task Nobody_finds_what_is_not_theirs()
    {
        await Sent("Dear Henrik, a blue boat.");
        await Index();
        var elsewhere = await Given.Person("Reviewer", cohortId: await Given.Cohort(program.Id));
        var foreign = await Given.Person("Coordinator", (await Given.Program("Europe/Paris", null)).Id);
        foreach (var (person, count) in new[] { (coordinator, 1), (Ruth, 1), (Lead, 0), (elsewhere, 0), (foreign, 0), (Pair.MentorId, 0) })
            Assert.That((await Find("blue", person)).Letters, Has.Count.EqualTo(count));
        await Get<ConcernStore>().Worried(program.Id, Pair.Id, null, "", Pair.MenteeId, [Ruth]);
        Assert.That((await Find("blue", Ruth)).Letters, Is.Empty);
    }

    [Test]
    public async Task Letters_with_all_words_come_before_those_with_some_and_the_rarer_word_counts_more()
    {
        var common = await Sent("Dear Henrik, a boat. It is a long letter about many things, and a boat on the lake.");
        var rare = await Sent("Dear Henrik, the zebra. It is a long letter about many things, and nothing on the lake.");
        var both = await Sent("Dear Henrik, I wrote of the weather and of the sea and of a boat. At the end there was a zebra too, of all things, far from home.");
        await Sent("Dear Henrik, another boat.");
        var page = await Find("zebra boat");
        Assert.That(page.Letters.Select(found => found.HasAll), Is.EqualTo(new[] { true, false, false, false }));
        Assert.That(page.Letters.Take(2).Select(found => found.Letter.Id), Is.EqualTo(new[] { both, rare }));
        Assert.That((page.Whole, await Ids("zebra boat", order: SearchOrder.Date)), Is.EqualTo((1, new[] { both })));
        Assert.That(await Ids("boat", order: SearchOrder.Date), Has.Count.EqualTo(3).And.Member(common));
    }

    [TestCase(SearchOrder.Date)]
    [TestCase(SearchOrder.Relevance)]
    public async Task A_long_answer_is_turned_page_by_page(SearchOrder order)
    {
        for (var i = 0; i < Search.PageSize + 5; i++) await Sent($"Dear Henrik, letter {i} of a pelican{(i % 3 == 0 ? " pelican" : "")}.", index: false);
        await Index();
        var first = await Find("pelican", order: order);
        var second = await Get<Search>().Find(program, coordinator, "pelican", new(), order, first.Next);
        Assert.That((first.Letters.Count, second.Letters.Count, second.Next), Is.EqualTo((Search.PageSize, 5, (Guid?)null)));
        Assert.That(first.Letters.Concat(second.Letters).Select(found => found.Letter.Id), Is.Unique);
        if (order == SearchOrder.Date) Assert.That(first.Letters.Concat(second.Letters).Select(found => found.EndedAt), Is.Ordered.Descending);
        else Assert.That(first.Letters.Concat(second.Letters).Select(found => found.Score), Is.Ordered.Descending);
    }

    [Test]
    public async Task Languages_of_a_program_are_each_stemmed_by_their_own_rules()
    {
        await Db.Execute("UPDATE programs SET languages = 'en fr es'");
        program = (await Get<ProgramStore>().Find(program.Id))!;
        var french = await Sent("Cher Henrik, les élèves ont chanté avec nous dans la cour de l'école.");
        var spanish = await Sent("Querido Henrik, las canciones de mi abuela son muy bonitas y me gustan.");
        Assert.That(await Ids("eleve"), Is.EqualTo(new[] { french }));
        Assert.That(await Ids("école"), Is.EqualTo(new[] { french }));
        Assert.That(await Ids("canción"), Is.EqualTo(new[] { spanish }));
    }

    [Test]
    public async Task Any_string_is_a_query_and_none_fails()
    {
        await Sent("Dear Henrik, it's a \"blue\" boat; DROP TABLE letters. 50% of a_b.");
        await Index();
        string[] nasty = ["\0", "'", "\"", "a'b", "a\0b", "';--", "%", "_", "*", "-", "-\"", "\"\"\"", "NEAR(a b)", "a AND b", "a NOT", "^a", "{a}:b", "a:*", "a & !b", "<->", "((((", "\ud800", "\udc00x", "ﷺ", "İ", "ǆ",
            "from:", "from:\"", "pair:%", "state:", "round:99999999999999", "round:-1", "on:9999-12-31", "before:2027-1-1", "x:y:z", "from:\udc00x", "story:a\0b", "finding:\ud800", "OR", "OR OR", "a OR", "-a OR b", "-from:x -pair:y -story:a -state:read -finding:x -round:1",
            new string('a', 5000), string.Join(' ', Enumerable.Repeat("a", 600)), string.Join(' ', Enumerable.Range(0, 200).Select(n => $"w{n}*")), "ß", "ﬁsh", "e\u0301", "😀", "中文", "שלום", "\u202e"];
        var pieces = Gen.Elements(nasty.Concat(["blue", "boat", " ", "-", "\"", "*", ":", "from:", "on:", "OR", "'"]).ToArray());
        var typed = Gen.ListOf(pieces).Select(list => string.Concat(list)).Sample(60, 12).Concat(ArbMap.Default.GeneratorFor<string>().Sample(40, 30)).Concat(nasty);
        foreach (var query in typed)
            foreach (var order in Enum.GetValues<SearchOrder>())
                await Assert.DoesNotThrowAsync(() => Find(query ?? "", order: order), query);
        Assert.That(await Ids("blue"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Both_orders_and_the_index_agree_with_a_plain_look_at_every_letter()
    {
        string[] words = ["amber", "birch", "cedar", "dahlia", "elder", "fennel"];
        var chance = new Random(7);
        var letters = new Dictionary<Guid, string[]>();
        for (var i = 0; i < 40; i++)
        {
            var some = words.Where(_ => chance.Next(3) == 0).ToArray();
            letters[await Sent($"Dear Henrik, number {i}. {string.Join(' ', some)}", index: i % 9 == 0)] = some;
        }
        await Index();
        foreach (var (one, other) in words.SelectMany(one => words.Select(other => (one, other))).Where(two => two.one != two.other))
        {
            var has = letters.Where(letter => letter.Value.Contains(one) && !letter.Value.Contains(other)).Select(letter => letter.Key);
            Assert.That(await Ids($"{one} -{other}", order: SearchOrder.Date), Is.EquivalentTo(has));
        }
    }

    async Task<Guid> Sent(string text, Guid? writer = null, bool index = true)
    {
        var sent = await Writing.Submit(writer ?? Pair.MenteeId, new Sheet(Pair.Id, null, null), text);
        Assert.That(sent.Refusal, Is.Null);
        await Screen();
        var letter = await Fresh(sent.LetterId);
        await Decisions.Approve(letter.Id, letter.Version, Ruth);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        if (index) await Index();
        return letter.Id;
    }

    Task Index() => Get<IndexLetters>().Run(default);

    Task<long> Words() => Db.Get<long>("SELECT COUNT(*) FROM search_words WHERE word <> ''");

    Task<SearchPage> Find(string query, Guid? person = null, SearchOrder order = SearchOrder.Relevance, ArchiveFilter? filter = null) =>
        Get<Search>().Find(program, person ?? coordinator, query, filter ?? new(), order);

    async Task<List<Guid>> Ids(string query, ArchiveFilter? filter = null, SearchOrder order = SearchOrder.Relevance) =>
        [.. (await Find(query, order: order, filter: filter)).Letters.Select(found => found.Letter.Id)];
}
