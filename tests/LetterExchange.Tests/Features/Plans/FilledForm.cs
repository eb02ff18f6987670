using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>What a browser would send with a page's form as it stands: every field with its value, to be changed as a person would.</summary>
public sealed partial class FilledForm
{
    readonly List<(string Name, string Value)> fields = [];

    /// <param name="name">A field that the form has; the first form that posts and has it is taken.</param>
    public FilledForm(string html, string name)
    {
        var form = Forms().Matches(html).Select(match => match.Value).First(one => one.Contains($"name=\"{name}\"", StringComparison.Ordinal));
        foreach (Match control in Controls().Matches(form))
        {
            var tag = control.Value;
            if (Attribute(tag, "name") is not { } field) continue;
            if (tag.StartsWith("<select", StringComparison.Ordinal))
            {
                var options = Options().Matches(tag).Select(option => option.Value).ToList();
                if ((options.Find(option => option.Contains(" selected", StringComparison.Ordinal)) ?? options.FirstOrDefault()) is { } chosen)
                    fields.Add((field, Attribute(chosen, "value") ?? ""));
            }
            else if (tag.StartsWith("<textarea", StringComparison.Ordinal)) fields.Add((field, WebUtility.HtmlDecode(Inner().Match(tag).Groups[1].Value).TrimStart('\r', '\n')));
            else if (Attribute(tag, "type") is not ("checkbox" or "radio") || tag.Contains(" checked", StringComparison.Ordinal)) fields.Add((field, Attribute(tag, "value") ?? ""));
        }
    }

    public (string Name, string Value)[] Fields => [.. fields];

    public string? this[string name] => fields.Where(field => field.Name == name).Select(field => field.Value).FirstOrDefault();

    /// <summary>All values of a field that may be given more than once.</summary>
    public string[] All(string name) => [.. fields.Where(field => field.Name == name).Select(field => field.Value)];

    /// <summary>Puts something into a field, in the place of what was there.</summary>
    public FilledForm Type(string name, string value)
    {
        var at = fields.FindIndex(field => field.Name == name);
        if (at < 0) fields.Add((name, value));
        else fields[at] = (name, value);
        return this;
    }

    /// <summary>Ticks one more box.</summary>
    public FilledForm Tick(string name, string value)
    {
        fields.Add((name, value));
        return this;
    }

    /// <summary>Presses a button of the form.</summary>
    public Task<Visitor.Answer> Press(Visitor visitor, string path, string? act = null) => visitor.Send(path, act is null ? Fields : [.. fields, ("act", act)]);

    static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\s{name}\\s*=\\s*\"([^\"]*)\"") is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    [GeneratedRegex("<form[^>]*method=\"post\"[^>]*>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>|<select.*?</select>|<textarea.*?</textarea>", RegexOptions.Singleline)]
    private static partial Regex Controls();

    [GeneratedRegex("<option[^>]*>")]
    private static partial Regex Options();

    [GeneratedRegex(">(.*)</textarea>", RegexOptions.Singleline)]
    private static partial Regex Inner();
}
