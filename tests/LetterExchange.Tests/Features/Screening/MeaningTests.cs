using LetterExchange.Benchmarks.Screening;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Meaning;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Screening;

/// <summary>The model of what sentences mean, and the corpus that it comes from.</summary>
public sealed class MeaningTests
{
    static readonly string Folder = Path.Combine(Repository.Root, Corpus.Folder);
    static readonly List<Item> Items = Corpus.Read(Folder);

    [Test]
    public void The_model_was_trained_from_the_corpus_as_it_is() =>
        Assert.That(MeaningModel.Built.Corpus, Is.EqualTo(Corpus.Hash(Folder)), "Run scripts/train-screening and commit the model with the corpus.");

    [Test]
    public void The_model_is_small() =>
        Assert.That(new FileInfo(Path.Combine(Folder, "..", "screening.model")).Length, Is.LessThan(8_000_000));

    [Test]
    public void A_model_that_was_saved_is_the_same_when_it_is_opened()
    {
        using var file = new MemoryStream();
        MeaningModel.Built.Save(file);
        file.Position = 0;
        var opened = MeaningModel.Open(file);
        Assert.That((opened.Corpus, opened.Heads), Is.EqualTo((MeaningModel.Built.Corpus, MeaningModel.Built.Heads)));
        foreach (var item in Items.Take(20)) Assert.That(Found(item.Text, item.Author, item.Language, opened), Is.EqualTo(Found(item.Text, item.Author, item.Language, MeaningModel.Built)));
    }

    [Test]
    public void The_corpus_is_large_half_of_it_is_clean_and_every_language_has_both_sides()
    {
        Assert.That(Items, Has.Count.GreaterThanOrEqualTo(8_000));
        Assert.That(Items.Count(item => item.Marks.Count == 0), Is.GreaterThanOrEqualTo(Items.Count / 2));
        Assert.That(Items.Select(item => (item.Language, item.Author)).Distinct().Count(), Is.EqualTo(6));
        foreach (var category in Category.All) Assert.That(Items.Count(item => item.Marks.Any(mark => mark.Category == category)), Is.GreaterThanOrEqualTo(100), category);
    }

    [Test]
    public void Hardly_an_item_of_the_corpus_is_another_once_more()
    {
        var places = new Dictionary<(string, string, string), List<int>>();
        var sizes = new List<int>();
        var twice = 0;
        foreach (var item in Items)
        {
            var words = LetterText.Of(item.Text).Words.Select(word => word.Text).ToList();
            var threes = Enumerable.Range(0, Math.Max(0, words.Count - 2)).Select(at => (words[at], words[at + 1], words[at + 2])).Distinct().ToList();
            var shared = new Dictionary<int, int>();
            foreach (var three in threes)
            {
                if (!places.TryGetValue(three, out var holders)) places[three] = holders = [];
                foreach (var holder in holders) shared[holder] = shared.GetValueOrDefault(holder) + 1;
                holders.Add(sizes.Count);
            }
            sizes.Add(Math.Max(1, threes.Count));
            if (shared.Any(one => one.Value * 2 >= Math.Min(sizes[one.Key], threes.Count))) twice++;
        }
        TestContext.Out.WriteLine($"{twice} of {Items.Count}");
        Assert.That(twice, Is.LessThanOrEqualTo(Items.Count / 50));
    }

    [Test]
    public void What_stands_in_another_paragraph_changes_nothing()
    {
        foreach (var item in Items.Where(item => item.Marks.Count > 0).Take(200))
        {
            var alone = Found(item.Text, item.Author, item.Language, MeaningModel.Built);
            const string before = "Thank you for the story about the otter.\n\n", after = "\n\nIt rained here on Tuesday.";
            var within = Found(before + item.Text + after, item.Author, item.Language, MeaningModel.Built).Where(finding => finding.Start >= before.Length && finding.Start < before.Length + item.Text.Length);
            Assert.That(within.Select(finding => finding with { Start = finding.Start - before.Length }), Is.EqualTo(alone), item.Text);
        }
    }

    [Test]
    public void A_sentence_without_end_is_looked_at_part_by_part()
    {
        var text = LetterText.Of(string.Join(' ', Enumerable.Range(0, 200).Select(n => $"and word{n}")));
        Assert.That(Sentence.Of(text).Select(sentence => sentence.Count), Is.All.LessThanOrEqualTo(28));
        Assert.That(Sentence.Of(text).Sum(sentence => sentence.Count), Is.EqualTo(text.Words.Length));
    }

    static List<Finding> Found(string text, Side author, string language, MeaningModel model)
    {
        var view = LetterText.Of(text);
        return [.. Meanings.Find(view, new ScreeningInput(text, author, language), [], model)];
    }
}
