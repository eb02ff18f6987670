using LetterExchange.Features.Review;

namespace LetterExchange.Tests.Features.Review;

/// <summary>Two versions of a letter, word by word.</summary>
public sealed class ChangesTests
{
    // -gone- and +new+; [n] is a folded stretch of n words.
    [TestCase("I like the sea.", "I like the sea.", "")]
    [TestCase("I like the sea.", "I like the rain.", "I like the -sea-+rain+.")]
    [TestCase("I like the sea.", "I like the sea, and the rain.", "I like the sea+, and the rain+.")]
    [TestCase("Call me on 07700 900461, please.", "Please.", "-Call me on 07700 900461, please-+Please+.")]
    [TestCase("Call me on 07700 900461 today.", "Call me today.", "Call me -on 07700 900461 -today.")]
    [TestCase("a b c d", "a x y d", "a -b c-+x y+ d")]
    [TestCase("one\ntwo\nthree\n", "one\nthree\n", "one\n-two\n-three\n")]
    [TestCase("one\nthree\n", "one\ntwo\nthree\n", "one\n+two\n+three\n")]
    [TestCase("Été à l’école", "Été à la maison", "Été à -l’école-+la maison+")]
    [TestCase("", "new", "+new+")]
    [TestCase("old", "", "-old-")]
    [TestCase("a 😀 b", "a 😎 b", "a -😀-+😎+ b")]
    public void What_has_changed_is_told_by_words(string older, string newer, string seen)
    {
        Assert.That(Seen(older, newer), Is.EqualTo(seen));
    }

    [Test]
    public void A_long_stretch_that_is_the_same_is_folded_but_for_the_words_around_the_change()
    {
        string Numbers(int from, int to) => string.Join(' ', Enumerable.Range(from, to - from + 1).Select(n => $"w{n}"));
        var seen = Seen($"{Numbers(1, 60)} old {Numbers(61, 160)}", $"{Numbers(1, 60)} new {Numbers(61, 160)}");
        Assert.That(seen, Is.EqualTo($"[52]{Numbers(53, 60)} -old-+new+ {Numbers(61, 68)}[92]"));
        Assert.That(Seen($"{Numbers(1, 29)} old", $"{Numbers(1, 29)} new"), Is.EqualTo($"{Numbers(1, 29)} -old-+new+"), "29 words are not many");
    }

    [Test]
    public void Both_versions_can_be_put_together_again_from_it_whatever_they_are()
    {
        var random = new Random(7);
        for (var run = 0; run < 300; run++)
        {
            var (older, newer) = (Text(), Text());
            var pieces = Changes.Between(older, newer);
            if (older == newer) continue;
            Assert.That(string.Concat(pieces.Where(piece => piece.Kind != ChangeKind.New).Select(piece => piece.Text)), Is.EqualTo(older));
            Assert.That(string.Concat(pieces.Where(piece => piece.Kind != ChangeKind.Gone).Select(piece => piece.Text)), Is.EqualTo(newer));
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => new[] { "a", "b", " ", " ", "\n", ",", "word", "😀", "’" }[random.Next(9)]));
    }

    // The worst: as long as a letter may be, and nothing the same; in one line, in short lines, in single characters.
    [TestCase("word{0} ", "other{0} ")]
    [TestCase("word{0}\n", "other{0}\n")]
    [TestCase("{0}a\n", "b{0}\n")]
    [TestCase("a ", "b ")]
    [TestCase("a\nb ", "b\nc ")]
    public void The_longest_letters_cost_little(string old, string fresh)
    {
        string Long(string piece) => string.Concat(Enumerable.Range(0, 20_000).Select(n => string.Format(piece, n % 997)))[..20_000];
        var began = TimeProvider.System.GetTimestamp();
        Changes.Between(Long(old), Long(fresh));
        Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(2)));
    }

    static string Seen(string older, string newer) => string.Concat(Changes.Between(older, newer).Select(piece => piece.Kind switch
    {
        ChangeKind.Gone => $"-{piece.Text}-",
        ChangeKind.New => $"+{piece.Text}+",
        ChangeKind.Folded => $"[{piece.Words}]",
        _ => piece.Text,
    }));
}
