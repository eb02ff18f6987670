using System.Text.RegularExpressions;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.House;

/// <summary>No page has words of its own: all that people read comes from the resource files.</summary>
public sealed partial class PageWordsTests
{
    static readonly string[] keys = ["Esc", "Ctrl Enter"]; // On a keyboard, in every language of ours.
    const string Letters = "Aa"; // A sample of type.

    static IEnumerable<string> Pages => PageWords.Pages.Keys.Order();

    [TestCaseSource(nameof(Pages))]
    public void A_page_has_no_words_of_its_own(string page) => Assert.That(PageWords.Of(PageWords.Pages[page]).Except([.. keys, Letters]), Is.Empty);

    [Test]
    public void Nor_has_the_mails_template() =>
        Assert.That(PageWords.Of(File.ReadAllText(Repository.At("src", "LetterExchange", "Features", "Notices", "mail.html"))), Is.Empty);

    [TestCase("<p>Hello there</p>", "Hello there")]
    [TestCase("<nav aria-label=\"Main places\"><a href=\"/desk\">\uFFFC</a></nav>", "Main places")]
    [TestCase("<p>\uFFFC wrote to you</p>", "wrote to you")]
    [TestCase("<img alt=\"A cover\">", "A cover")]
    public void Words_are_found(string html, string found) => Assert.That(PageWords.Of(html), Is.EqualTo(new[] { found }));

    [TestCase("<p>\uFFFC · \uFFFC (\uFFFC)</p>")]
    [TestCase("<a class=\"brand row\" href=\"/desk\"><span>Letter<i>Exchange</i></span></a>")]
    [TestCase("<title>\uFFFC · LetterExchange</title>")]
    public void Marks_and_the_brand_are_no_words(string html) => Assert.That(PageWords.Of(html), Is.Empty);

    [Test]
    public void What_the_compiled_pages_say_is_read_at_all() =>
        Assert.That(PageWords.Of(PageWords.Pages["Features_Review__Decide"]), Is.EquivalentTo(keys));

    // Words that are said beside pages: the line at the top after a deed, and what is wrong with a form.
    [Test]
    public void Nor_does_code_say_anything_in_words_of_its_own() =>
        Assert.That(from file in Source.Files(Repository.At("src", "LetterExchange", "Features"), ".cs", ".cshtml")
                    from Match said in Said().Matches(File.ReadAllText(file))
                    select $"{Path.GetFileName(file)}: {said.Value}", Is.Empty);

    [Test]
    public void Nor_does_a_script() =>
        Assert.That(from file in Source.Files(Repository.At("src", "LetterExchange", "wwwroot", "js"), ".js")
                    from Match said in Scripted().Matches(File.ReadAllText(file))
                    select $"{Path.GetFileName(file)}: {said.Value}", Is.Empty);

    // Which form of a text a number takes is one question with one answer for each language.
    [Test]
    public void The_form_that_a_number_takes_is_chosen_in_one_place_only() =>
        Assert.That(from file in Source.Files(Repository.At("src", "LetterExchange"), ".cs", ".cshtml")
                    where Path.GetFileName(file) != "Plural.cs"
                    from line in File.ReadLines(file)
                    where OneByHand().IsMatch(line)
                    select $"{Path.GetFileName(file)}: {line.Trim()}", Is.Empty);

    [GeneratedRegex("""(?:AddModelError\([^,()]*(?:\([^()]*\))?[^,()]*,|TempData\["\w+"\]\s*=|new Refusal\("[^"]* )\s*\$?"[^"{]*\p{L}{2,} \p{L}[^"]*""")]
    private static partial Regex Said();

    [GeneratedRegex("""(?:textContent|innerText|innerHTML|placeholder|title|ariaLabel)\s*=\s*["'`][^"'`]*\p{L}{2,}[^"'`]*["'`]|alert\(|confirm\(""")]
    private static partial Regex Scripted();

    [GeneratedRegex("""\b1 *(?:\?|=>).*\.one\b""")]
    private static partial Regex OneByHand();
}
