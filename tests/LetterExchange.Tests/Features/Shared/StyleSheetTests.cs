using System.Text.RegularExpressions;
using NUnit.Framework;

namespace LetterExchange.Tests.Features.Shared;

/// <summary>The style sheets and the pages, read as text.</summary>
public sealed partial class StyleSheetTests
{
    static readonly string Css = string.Join('\n', Source.Files(".css").Where(file => file.Contains("wwwroot", StringComparison.Ordinal)).Select(File.ReadAllText));

    [Test]
    public void Every_property_that_is_used_is_declared_and_every_declared_one_is_used()
    {
        var declared = Declared().Matches(Css).Select(match => match.Groups[1].Value).ToHashSet();
        var used = Used().Matches(Css).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.That(used.Except(declared), Is.Empty, "used, not declared");
        Assert.That(declared.Except(used), Is.Empty, "declared, not used");
    }

    [Test]
    public void Every_rule_is_closed() => Assert.That(Css.Count(letter => letter == '{'), Is.EqualTo(Css.Count(letter => letter == '}')));

    [Test]
    public void The_style_sheets_ask_for_nothing_from_elsewhere() => Assert.That(Css, Does.Not.Match(@"url\((?!\.\./fonts/)|@import|https?:"));

    [Test]
    public void No_page_carries_a_style_or_a_script_of_its_own()
    {
        foreach (var file in Source.Files(".cshtml"))
            Assert.That(File.ReadAllText(file), Does.Not.Match(@"\sstyle=|<style|\son[a-z]+=""|<script(?![^>]*\ssrc=)"), file);
    }

    [GeneratedRegex(@"(--[\w-]+)\s*:")]
    private static partial Regex Declared();

    [GeneratedRegex(@"var\((--[\w-]+)")]
    private static partial Regex Used();
}
