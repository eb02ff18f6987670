using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Tests.Ground;
using LetterExchange.Text;

namespace LetterExchange.Tests.Features.Notices;

/// <summary>Each person is told things in their own language, whoever caused them and whatever the sweep spoke before.</summary>
public sealed class NoticesInEachLanguageTests() : NoticesTest(Engine.Sqlite)
{
    [Test]
    public async Task One_sweep_writes_to_each_in_their_own_language()
    {
        await Speaks(await Person("odile@example.org"), "fr", NoticeKind.LetterArrived, "Amina");
        await Speaks(await Person("bill@example.org"), "en", NoticeKind.LetterArrived, "Amina");
        await Speaks(await Person("olga@example.org"), "tlh", NoticeKind.LetterArrived, "Amina");
        using (new Speaking("es")) await Send();
        var mails = Mails.ToDictionary(mail => mail.To.Mailboxes.Single().Address);
        Assert.That(mails["odile@example.org"].Subject, Is.EqualTo("Une lettre d’Amina est arrivée"));
        Assert.That(mails["odile@example.org"].TextBody, Does.Contain("Bonjour odile,").And.Contain("Une lettre d’Amina vous attend."));
        Assert.That(mails["odile@example.org"].HtmlBody, Does.Contain("lang=\"fr\"").And.Contain("?language=fr"));
        Assert.That(mails["bill@example.org"].Subject, Is.EqualTo("A letter from Amina has arrived"));
        Assert.That(mails["olga@example.org"].HtmlBody, Does.Contain("lang=\"en\"").And.Contain("A letter from Amina is waiting for you."));
    }

    [Test]
    public async Task A_deadline_is_said_in_French()
    {
        Clock.SetUtcNow(new DateTimeOffset(2027, 3, 10, 15, 0, 0, TimeSpan.Zero));
        await Speaks(await Person("odile@example.org"), "fr", NoticeKind.TurnOpened, "Theo", At(new(2027, 4, 1, 16, 0, 0, TimeSpan.Zero)));
        await Send();
        Assert.That(Mails.Single().TextBody, Does.Contain("C’est à vous d’écrire à Theo. Merci d’envoyer votre lettre avant le jeudi 1er avril, dans 22 jours."));
    }

    [Test]
    public void Nought_and_one_are_singular_in_French_only()
    {
        foreach (var (language, said) in new[] { ("fr", "Une lettre attend"), ("en", "0 letters have waited") })
        {
            var words = new NoticeWords(Words, Clock);
            using var speaking = new Speaking(language);
            Assert.That(words.Title(new Notice { Kind = NoticeKind.ReviewOverdue, Arguments = "[\"0\"]", Zone = "Europe/Paris" }), Does.StartWith(said));
        }
    }

    async Task Speaks(Guid person, string language, NoticeKind kind, params string[] arguments)
    {
        await Db.Execute("UPDATE people SET language = @language WHERE id = @person", new { language, person });
        await Tell(person, kind, arguments);
    }
}
