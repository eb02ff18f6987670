using LetterExchange.Data;
using LetterExchange.Text;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Demo;

/// <summary>Says in a few words what the scheduler has done while the time was skipped.</summary>
public sealed class WhatHappened(Database db, IStringLocalizer<Texts> texts)
{
    static readonly string[] Told = ["assignment.open", "letter.deliver", "turn.lapse", "pair.pause"];

    /// <param name="mark">A key that was made before it: what happened has later ones.</param>
    public async Task<string> Since(Guid mark)
    {
        var events = await db.Query<Count>("SELECT kind, COUNT(*) AS number FROM events WHERE id > @mark GROUP BY kind", new { mark });
        var notices = await db.Get<int>("SELECT COUNT(*) FROM notices WHERE id > @mark", new { mark });
        var said = Told.Select(kind => (Kind: kind, Number: events.Find(one => one.Kind == kind)?.Number ?? 0)).Append((Kind: "notice", Number: notices))
            .Where(one => one.Number > 0).Select(one => texts.Count($"did.{one.Kind}", one.Number).Value);
        return string.Join(" ", said.DefaultIfEmpty(texts["did.nothing"]));
    }

    sealed record Count
    {
        public string Kind { get; init; } = "";
        public int Number { get; init; }
    }
}
