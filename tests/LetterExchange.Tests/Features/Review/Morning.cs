using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

/// <summary>A teacher's morning: thirty letters of her class that wait, of every sort that a queue can hold.</summary>
static class Morning
{
    public const string Tariq = """
        Dear Wendy,

        Thank you for your letter and for the joke about the bus conductor, I told it to my class and four people laughed.

        In the story the driver knows everybody by where they get off. I liked that. Our driver knows me because I always have wet hair. I swim at 12 Elm Street every Thursday until five and then I take the bus on my own, which I am allowed to since September.

        You asked what I would say if the bus could talk. I would ask it if it is tired. Everybody asks it to go somewhere and nobody asks where it wants to go.

        When I get home it is quiet. The trams in Ashford stop at ten, and then we put the radio on so that it is not so quiet.

        Could you send me a photo of you with Biscuit? My insta is tariq_swims.

        From
        Tariq
        """;

    public const string Wendy = """
        Dear Tariq,

        I have a joke for you before anything else. Why did the conductor get off the bus? Because it was the wrong orchestra. My sister says that it needs work.

        I rode night buses for eleven years when I was a nurse, and the story is right: after a while the drivers know you by your stop. Mine was called Gladys, and if I fell asleep she would sing until I woke.

        If the bus in the story could answer, what would you want to ask it? And are you still swimming? Does your hair ever dry?

        Biscuit, my dog, says hello by eating the corner of this page.

        Warm wishes,
        Wendy
        """;

    static readonly string[] mentees =
    [
        "Leila", "Pieter", "Jun-ho", "Ingrid", "Esperanza", "Farrukh", "Ruth", "Kofi", "Linh", "Mateo", "Saoirse", "Amara", "Bilal", "Chiara",
        "Dawit", "Elif", "Freya", "Goran", "Hana", "Ivo", "Jasmin", "Kwame", "Luca", "Mina", "Noor", "Oskar", "Priya",
    ];

    static readonly string[] mentors =
    [
        "Marcus", "Aroha", "Maribel", "Yaw", "Bill", "Anneke", "Oluwaseun", "Helen", "George", "Ines", "Jack", "Karin", "Leo", "Mary",
        "Nils", "Olga", "Paul", "Quinn", "Rosa", "Sam", "Tess", "Umar", "Vera", "Will", "Xenia", "Yusuf", "Zoe",
    ];

    static readonly string[] texts =
    [
        "Dear {0},\n\nI read the story twice. The second time I saw that the driver never says his own name. Do you think that he has forgotten it?\n\nMy brother says that I talk about it too much.\n\nYours,\n{1}",
        "Hello {0},\n\nWe had snow, and nobody could get up our hill, so I read the last part under the table with a torch.\n\nWhat would you have done at the end?\n\n{1}",
        "Dear {0},\n\nI did not like the ending. Everybody gets home and nobody thanks the bus. I would have written it in another way.\n\nHow was your week? Did your tomatoes come up?\n\nFrom\n{1}",
    ];

    /// <summary>Fills the office; the letter of Tariq, which has marked passages and answers Wendy's, is the first of those that ask for attention.</summary>
    public static async Task<Letter> Fill(Office office)
    {
        var site = office.Site;
        var tariq = await office.NewPair(office.Class5A, "Tariq", "Wendy");
        await site.Db.Execute("UPDATE people SET town = 'Ashford' WHERE id = @MenteeId", new { tariq.MenteeId });
        await Answered(office, tariq);
        for (var i = 0; i < mentees.Length; i++)
        {
            var pair = await office.NewPair(office.Class5A, mentees[i], mentors[i]);
            await site.Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, null, null), Text(i, mentors[i], mentees[i]));
            site.Clock.Advance(TimeSpan.FromMinutes(37));
            if (i == 9) await Send(office, tariq, Tariq);
        }
        await site.Sweep();
        await Mended(office);
        await HeldByOmar(office);
        return await site.Db.Get<Letter>($"SELECT {LetterStore.Columns} FROM letters l WHERE l.pair_id = @Id AND l.state = 'InReview'", new { tariq.Id });
    }

    static string Text(int i, string mentor, string mentee) => i switch
    {
        0 => $"Dear {mentor},\n\nI want to die sometimes. I can't tell anybody else.\n\n{mentee}",
        1 => $"Dear {mentor},\n\nCan you write to me at {mentee.ToLowerInvariant()}77@mail.example? Then it goes quicker.\n\n{mentee}",
        12 => $"Dear {mentor},\n\nMy birthday is on 4 May. We could meet at the library!\n\n{mentee}",
        _ => string.Format(texts[i % texts.Length], mentor, mentee),
    };

    /// <summary>A story, a letter of Wendy's about it that was delivered, and the turn that Tariq answers it in.</summary>
    static async Task Answered(Office office, Pair pair)
    {
        var site = office.Site;
        var turn = await site.Given.OpenTurn(pair: pair, due: site.Now.AddDays(5));
        await site.Db.Execute("UPDATE assignments SET story_id = 'the-night-bus-knows-my-name' WHERE id = @AssignmentId", new { turn.AssignmentId });
        foreach (var text in new[] { "Dear Tariq,\n\nI am Wendy, and I have never had a pen friend before. Shall we begin with what we both like?\n\nWendy", Wendy })
        {
            var letter = await office.Send(text, pair, byMentor: true);
            await site.Get<Decisions>().Approve(letter.Id, letter.Version, office.Grace);
            await site.Pass(TimeSpan.FromMinutes(1));
        }
    }

    static async Task Send(Office office, Pair pair, string text)
    {
        var turn = await office.Site.Db.Get<Guid>("SELECT id FROM turns WHERE pair_id = @Id AND state = 'Open'", new { pair.Id });
        await office.Send(text, pair, turn: turn);
    }

    /// <summary>A letter that came back mended.</summary>
    static async Task Mended(Office office)
    {
        var site = office.Site;
        var pair = await office.NewPair(office.Class5A, "Zoran", "Beth");
        var letter = await office.Send("Dear Beth,\n\nI liked the lighthouse. My number is 07700 900461.\n\nYours,\nZoran", pair);
        await site.Get<Decisions>().Return(letter.Id, letter.Version, office.Grace, "Your letter is lovely. Could you take the phone number out before it goes?");
        await site.Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, null, letter.Id), "Dear Beth,\n\nI liked the lighthouse. When I am big I want to live in one.\n\nYours,\nZoran");
        await site.Sweep();
    }

    static async Task HeldByOmar(Office office)
    {
        var held = await office.Site.Db.Get<Guid>("SELECT l.id FROM letters l JOIN people h ON h.id = l.writer_id WHERE h.given_name = 'Pieter'");
        await office.Site.Get<ClaimStore>().Take(held, office.Omar);
    }
}
