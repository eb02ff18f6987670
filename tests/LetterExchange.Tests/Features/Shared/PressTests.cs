using System.Text.RegularExpressions;
using System.Xml.Linq;
using LetterExchange.Features.Shared;
using NUnit.Framework;

namespace LetterExchange.Tests.Features.Shared;

/// <summary>The drawings: well formed, the same every time, and no two stories alike.</summary>
public sealed partial class PressTests
{
    static readonly Guid[] People = [.. Enumerable.Range(1, 500).Select(n => new Guid(n, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]))];

    static IEnumerable<(string Id, string[] Themes)> Stories() =>
        Directory.EnumerateFiles(Path.Combine(Source.Folder, "../../stories"), "*.md").Order(StringComparer.Ordinal).Select(file =>
            (Path.GetFileNameWithoutExtension(file), ThemesLine().Match(File.ReadAllText(file)).Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)));

    [Test]
    public void Every_story_of_the_library_has_a_cover_of_its_own_and_only_known_themes()
    {
        var stories = Stories().ToList();
        var covers = stories.ConvertAll(story => Press.Cover(story.Id, story.Themes));
        Assert.That(stories, Is.Not.Empty);
        Assert.That(stories.SelectMany(story => story.Themes).Distinct(), Is.SubsetOf(Palettes.Themes));
        Assert.That(covers, Is.Unique);
        Assert.That(covers.Select(XElement.Parse), Is.All.Not.Null);
    }

    [Test]
    public void Every_theme_has_figures_and_its_covers_vary_but_never_change()
    {
        Assert.That(Figures.Themes, Is.EquivalentTo(Palettes.Themes));
        foreach (var theme in Palettes.Themes)
        {
            var covers = Enumerable.Range(0, 40).Select(n => Press.Cover($"{theme}-{n}", [theme])).ToList();
            Assert.That(covers.Distinct().Count(), Is.GreaterThan(25), theme);
            Assert.That(covers, Is.EqualTo(Enumerable.Range(0, 40).Select(n => Press.Cover($"{theme}-{n}", [theme]))));
            foreach (var cover in covers) Assert.That(XElement.Parse(cover).Descendants().Attributes("class").Select(ink => ink.Value).Distinct(), Is.SubsetOf(new[] { "a", "b", "c" }));
        }
    }

    [Test]
    public void A_cover_and_a_mark_stay_as_they_are_for_good()
    {
        Assert.That(Press.Hash("grey-letters"), Is.EqualTo(975123279u));
        Assert.That(Press.Cover("grey-letters", ["friendship"]), Does.Contain("<path class=\"a\" d=\"M0 0h120v180h-120z\"/>").And.Contain("cx=\"38\" cy=\"52\""));
        Assert.That(Press.Mark(People[0]), Is.EqualTo(Press.Mark(new Guid("00000001-0002-0003-0405-060708090a0b"))).And.Contain("rotate"));
    }

    [Test]
    public void A_cover_is_an_image_with_a_label_and_an_ornament_without()
    {
        Assert.That(Press.Cover("x", ["home"]), Does.Contain("aria-hidden=\"true\"").And.Not.Contain("role="));
        var labelled = XElement.Parse(Press.Cover("x", ["home"], "A \"tower\" & <sea>"));
        Assert.That(labelled.Attribute("role")!.Value, Is.EqualTo("img"));
        Assert.That(labelled.Attribute("aria-label")!.Value, Is.EqualTo("A \"tower\" & <sea>"));
        Assert.That(labelled.Attribute("data-story")!.Value, Is.EqualTo("tide"));
    }

    [Test]
    public void Every_person_has_a_mark_of_two_inks_and_few_share_one()
    {
        var marks = People.Select(person => Press.Mark(person)).ToList();
        Assert.That(marks, Is.EqualTo(People.Select(person => Press.Mark(person))));
        foreach (var mark in marks.Distinct())
            Assert.That(XElement.Parse(mark).Descendants().Attributes("class").Select(ink => ink.Value).Distinct(), Is.EquivalentTo(new[] { "a", "b" }));
        Assert.That(marks.Distinct().Count(), Is.GreaterThan(Marks.Count * 3 / 4));
    }

    [Test]
    public void An_envelope_and_a_stamp_carry_any_name()
    {
        var envelope = Press.Envelope("Zoë & <Maximiliana>", "from O’Neill", People[0], "grey-letters", ["friendship"], new Postmark("10", "September"));
        var free = Press.Envelope("Bo", "from Al", People[1], null, [], new Postmark("1", "May"));
        Assert.That(XElement.Parse(envelope).Value, Does.Contain("Zoë & <Maximiliana>").And.Contain("Sep"));
        Assert.That(XElement.Parse(free).Value, Does.Contain("Bo"));
        Assert.That(XElement.Parse(Press.Stamp("grey-letters", ["friendship"], franked: true)).ToString(), Does.Contain("frank"));
        Assert.That(XElement.Parse(Press.Stamp(new Postmark("30", "March"))).Value, Is.EqualTo("30March"));
    }

    [Test]
    public void Every_tile_is_a_shape_and_an_unknown_one_is_refused()
    {
        string[] tiles = ["s", "o", "d", "z", "v", "q1", "q2", "q3", "q4", "k1", "k2", "k3", "k4", "t1", "t2", "t3", "t4",
            "hb", "ht", "hl", "hr", "tu", "td", "lf", "lg", "so", "dd", "lo"];
        foreach (var tile in tiles) Assert.That(XElement.Parse(Press.Tile(tile, 0, 0, 30, "a")).Attribute("class")!.Value, Is.EqualTo("a"), tile);
        Assert.That(tiles.Select(tile => Press.Tile(tile, 7.5, 0, 30, "a")), Is.Unique);
        Assert.That(() => Press.Tile("xx", 0, 0, 30, "a"), Throws.ArgumentException);
        Assert.That(Press.Tiles("sh", "on+loa . q4b/sa sb sa"), Does.StartWith("<svg class=\"sh\" viewBox=\"0 0 90 60\""));
    }

    [Test]
    public void Every_icon_that_a_page_names_exists()
    {
        foreach (var name in Icons.Names) Assert.That(XElement.Parse(Press.Icon(name)).HasElements, name);
        var named = Source.Files(".cshtml").SelectMany(file => IconName().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));
        Assert.That(named.Distinct(), Is.SubsetOf(Icons.Names));
    }

    [Test]
    public void Every_grid_of_tiles_that_a_page_names_can_be_drawn()
    {
        var specs = Source.Files(".cshtml").SelectMany(file => TilesSpec().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));
        foreach (var spec in specs.Distinct()) Assert.That(() => XElement.Parse(Press.Tiles("sh", spec)), Throws.Nothing, spec);
    }

    [GeneratedRegex(@"^themes: \[(.*?)\]", RegexOptions.Multiline)]
    private static partial Regex ThemesLine();

    [GeneratedRegex("<press-icon name=\"([^\"@]+)\"")]
    private static partial Regex IconName();

    [GeneratedRegex("<press-tiles[^>]* spec=\"([^\"@]+)\"")]
    private static partial Regex TilesSpec();
}
