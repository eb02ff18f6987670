using System.Reflection;
using System.Reflection.Emit;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LetterExchange.Tests.House;

/// <summary>What pages say by themselves, outside all expressions: read from the compiled pages, in which the markup stands as it was written.</summary>
static partial class PageWords
{
    static readonly string[] spoken = ["aria-label", "aria-description", "aria-roledescription", "title", "placeholder", "alt", "label", "help", "summary", "content"];
    const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>Each text of a page's own that has words in it, those of attributes that are read out or shown included.</summary>
    public static IReadOnlyList<string> Of(Type page) => [.. Methods(page).SelectMany(Of).Select(Plain).Where(IsWords).Distinct()];

    /// <summary>The same of markup that is no page.</summary>
    public static IReadOnlyList<string> Of(string html) => [.. InMarkup(html).Select(Plain).Where(IsWords)];

    /// <summary>The pages of the program, by the names of their files.</summary>
    public static IReadOnlyDictionary<string, Type> Pages { get; } = typeof(Program).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(RazorPageBase)) && !type.Name.EndsWith("__ViewImports"))
        .ToDictionary(type => type.Name);

    static IEnumerable<MethodBase> Methods(Type type) =>
        type.GetMethods(Own).Concat<MethodBase>(type.GetConstructors(Own)).Concat(type.GetNestedTypes(Own).SelectMany(Methods));

    static IEnumerable<string> Of(MethodBase method)
    {
        var (html, value, inValue, strings, attribute, found) = (new StringBuilder(), new StringBuilder(), false, new List<string>(), "", new List<string>());
        foreach (var (code, operand) in Instructions.Of(method))
        {
            if (code == OpCodes.Ldstr) strings.Add(method.Module.ResolveString(operand));
            if (code.OperandType != OperandType.InlineMethod) continue;
            var called = method.Module.ResolveMethod(operand, method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null, null)!;
            switch (called.Name, strings)
            {
                case ("WriteLiteral", [.., var literal]): (inValue ? value : html).Append(literal); break;
                case ("Write", _): (inValue ? value : html).Append('\uFFFC'); break; // Whatever an expression gives stands here.
                case ("BeginWriteTagHelperAttribute", _): (inValue, value) = (true, new()); break;
                case ("EndWriteTagHelperAttribute", _): inValue = false; break;
                case ("AddTagHelperAttribute" or "AddHtmlAttribute", [var name, ..]) when spoken.Contains(name): found.Add(value.ToString()); break;
                case ("BeginWriteAttribute" or "BeginAddHtmlAttributeValues", [var name, ..]): attribute = name; break;
                case ("WriteAttributeValue" or "AddHtmlAttributeValue", ["", var part]) when spoken.Contains(attribute): found.Add(part); break;
                case (".ctor", [var name, var part]) when called.DeclaringType!.Name == "TagHelperAttribute" && spoken.Contains(name): found.Add(part); break;
            }
            if (!IsOnTheWay(called)) strings.Clear();
        }
        return [.. InMarkup(html.ToString()), .. found];
    }

    /// <summary>Called between an attribute's name and the call that takes it.</summary>
    static bool IsOnTheWay(MethodBase called) =>
        called.Name is "Raw" or "get_Html" || called.DeclaringType!.Name == "HtmlString" || (called.Name.StartsWith("get_") && called.DeclaringType.IsAssignableTo(typeof(ITagHelper)));

    static IEnumerable<string> InMarkup(string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        var texts = document.Descendants<IText>().Where(text => text.ParentElement is not { LocalName: "script" or "style" }).Select(text => text.Data);
        var attributes = document.All.Where(element => element is not { LocalName: "meta" } || element.GetAttribute("name") is "description")
            .SelectMany(element => element.Attributes).Where(attribute => spoken.Contains(attribute.Name)).Select(attribute => attribute.Value);
        return texts.Concat(attributes);
    }

    static string Plain(string text) => text.Replace('\uFFFC', ' ').Trim();

    static bool IsWords(string text) => Word().IsMatch(Brand().Replace(text, ""));

    /// <summary>A single letter is a key's or a mark's name, a word in braces a place in the mails' template.</summary>
    [GeneratedRegex(@"(?<![{\p{L}])\p{L}{2,}(?![}\p{L}])")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bLetterExchange\b|^Letter$|^Exchange$")]
    private static partial Regex Brand();
}
