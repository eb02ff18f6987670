using System.ComponentModel.DataAnnotations;
using System.Text;
using LetterExchange.Features.People;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Stories;

/// <summary>A story of the program's own, or a new version of one: brought, checked, looked at as a child will see it, and added.</summary>
public sealed class NewModel(StoryLibrary library, StoryStore store, KeptForm kept, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>The keys of a story's head, to begin from.</summary>
    public const string Skeleton = """
        ---
        id: the-fox
        title: …
        author: …
        language: en
        level: 10-12
        minutes: 9
        themes: [home, courage]
        question: …
        prompts:
          mentee:
            - …
          mentor:
            - …
        glossary: {}
        notes: []
        ---

        …

        ## …

        …
        """;

    /// <summary>The version that is to be mended; nothing for a new story.</summary>
    [BindProperty(SupportsGet = true)] public string? Of { get; set; }

    [BindProperty, DisplayFormat(ConvertEmptyStringToNull = false)] public string? Markdown { get; set; }

    /// <summary>The story's file; it goes before what stands in the box.</summary>
    [BindProperty(Name = "File")] public IFormFile? Upload { get; set; }

    /// <summary>The story that is mended.</summary>
    public Story? Mends { get; private set; }

    /// <summary>The sound story, before it is added.</summary>
    public Story? Preview { get; private set; }

    public IReadOnlyList<StoryError> Wrong { get; private set; } = [];

    public IReadOnlyList<PartLink> Parts => [.. Preview!.Parts.Select(part => new PartLink(part, $"#p{part.Number}"))];

    /// <summary>What may stand under a key where that is not plain.</summary>
    public IReadOnlyList<(string Key, string Words)> Allowed =>
    [
        ("themes", string.Join(", ", StoryRules.Themes)), ("language", string.Join(", ", StoryRules.Languages)), ("level", texts["new.shape.level", StoryRules.MinAge, StoryRules.MaxAge]),
        ("glossary", texts["new.shape.glossary"]), ("notes", texts["new.shape.notes"]),
    ];

    /// <summary>The line of the text that an error names, to be known by.</summary>
    public string Line(StoryError error) => (Markdown ?? "").Split('\n').ElementAtOrDefault(error.Line - 1)?.Trim() is { } line ? line.Length > 80 ? line[..80] + "…" : line : "";

    public async Task<IActionResult> OnGet()
    {
        if (!await Load()) return NotFound();
        Markdown = kept["Markdown"] ?? (Of is null ? "" : await store.Markdown(me.ProgramId, Of));
        return Page();
    }

    public async Task<IActionResult> OnPost(string? act)
    {
        if (!await Load()) return NotFound();
        var bytes = await Bytes();
        ModelState.Clear();
        if (act == "change") return Page();
        if (string.IsNullOrWhiteSpace(Markdown))
        {
            ModelState.AddModelError(nameof(Markdown), texts["new.nothing"]);
            return Page();
        }
        return act == "add" ? await Add(bytes) : Say(await store.Check(me.ProgramId, bytes, Of));
    }

    async Task<IActionResult> Add(byte[] bytes)
    {
        var brought = Of is null ? await store.Add(me.ProgramId, bytes, me.Id) : await store.Mend(me.ProgramId, Of, bytes, me.Id);
        if (brought.ChangedElsewhere)
        {
            ModelState.AddModelError(nameof(Markdown), texts["new.elsewhere"]);
            return Page();
        }
        if (brought.Id is not { } id) return Say((null, brought.Errors));
        TempData["Said"] = texts[Of is null ? "new.added" : "new.mended"].Value;
        return Redirect($"/stories/{id}");
    }

    PageResult Say((Story? Story, IReadOnlyList<StoryError> Errors) check)
    {
        (Preview, Wrong) = check;
        return Page();
    }

    async Task<bool> Load()
    {
        if (Of is null) return true;
        var shelf = await library.Of(me.ProgramId);
        Mends = shelf.Number(Of) is null ? null : shelf.Find(Of);
        return Mends is not null;
    }

    /// <summary>The file where there is one, and else what was typed. A file that is no UTF-8 is shown as far as it can be read, so that it can be mended here.</summary>
    async Task<byte[]> Bytes()
    {
        if (Upload is not { Length: > 0 }) return Encoding.UTF8.GetBytes(Markdown ?? "");
        using var whole = new MemoryStream();
        await Upload.CopyToAsync(whole);
        var bytes = whole.ToArray();
        Markdown = Readable(bytes);
        return bytes;
    }

    static string Readable(byte[] bytes)
    {
        try
        {
            return TextNormal.Of(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException)
        {
            return TextNormal.Of(Encoding.Latin1.GetString(bytes)); // What such a file is nearly always.
        }
    }
}
