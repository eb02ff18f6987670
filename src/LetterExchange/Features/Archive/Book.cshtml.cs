using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Archive;

/// <summary>A pair's letters as a book: a page to print, and a file for e-book readers. The two of the pair have it at one address, coordinators at another.</summary>
public sealed class BookModel(Books books, Epub epub, CurrentProgram program, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public Pair Pair { get; private set; } = null!;

    /// <summary>None before the first letter has arrived and been opened, and where the program wants no books.</summary>
    public KeepsakeBook? Book { get; private set; }

    public PlainTime Times { get; private set; } = null!;

    public bool IsWanted { get; private set; }

    public bool IsMentee => !IsStaff && Pair.SideOf(me.Id) == Side.Mentee;

    /// <summary>Whether a coordinator looks: then each letter in it has been looked at.</summary>
    public bool IsStaff => Request.Path.StartsWithSegments("/archive");

    /// <summary>Where one comes from.</summary>
    public string Back => IsStaff ? $"/archive?pair={Pair.Id}" : $"/letters?pair={Pair.Id}";

    public BookWords Words => new(texts, Times);

    public async Task<IActionResult> OnGet(Guid pair) => await Load(pair) ? Page() : NotFound();

    public async Task<IActionResult> OnGetEpub(Guid pair)
    {
        if (!await Load(pair)) return NotFound();
        if (Book is null) return LocalRedirect(IsStaff ? $"/archive/book/{pair}" : $"/letters/book/{pair}");
        await books.Taken(Pair, me.Id);
        return File(epub.Make(Book, Words, await books.PicturesOf(Book)), "application/epub+zip", $"{Words.FileName}.epub");
    }

    async Task<bool> Load(Guid id)
    {
        if (await books.Pair(id) is not { } pair) return false;
        var of = await program.Of(pair.ProgramId);
        (Pair, Times, IsWanted) = (pair, PlainTime.In(of.Zone, clock.GetUtcNow()), IsStaff || of.Policies.BookNames != BookNames.NoBook);
        Book = IsStaff ? await books.OfStaff(pair, me.Id) : await books.Of(pair, me.Id, of);
        return true;
    }
}

/// <summary>What stands in a book beside the letters, in the language of whoever takes it.</summary>
public sealed class BookWords(IStringLocalizer<Texts> texts, PlainTime times)
{
    public string Language => System.Globalization.CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : "en";

    public string Title(KeepsakeBook book) => texts["book.title", book.Name(book.Pair.MenteeId), book.Name(book.Pair.MentorId)];

    public string Span(KeepsakeBook book) => book.Letters.Count() == 1
        ? texts["book.span.one", times.Date(book.From)]
        : texts["book.span", book.Letters.Count(), times.Date(book.From), times.Date(book.To)];

    public string Chapter(BookChapter chapter) => chapter.Title ?? texts["book.between"];

    public string Letter(KeepsakeBook book, BookLetter letter) => texts[letter.IsBridge ? "book.bridge" : "book.letter", book.Writer(letter), book.Reader(letter), times.Date(letter.DeliveredAt)];

    public string Picture(KeepsakeBook book, BookLetter letter) => texts["book.picture", book.Writer(letter)];

    public string Contents => texts["book.contents"];

    public string Cover => texts["book.cover"];

    public string FileName => texts["book.file"];
}
