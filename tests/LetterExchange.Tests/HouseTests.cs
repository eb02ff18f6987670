using System.Text.RegularExpressions;
using LetterExchange.Tests.Ground;
using LetterExchange.Tests.House;

namespace LetterExchange.Tests;

/// <summary>The house is laid out as agreed: what stands at the top, and who may know whom.</summary>
public sealed partial class HouseTests
{
    static readonly string[] ground = ["Shared", "Programs", "People", "Notices"];
    static readonly string[] told = ["Stories", "Screening", "Guides"];

    // Each part with the features that it may know. Desk, Pulse, Archive, Imports, Demo and Administration stand in no list: nobody knows them; Review only in the administrator's.
    static readonly Dictionary<string, string[]> mayKnow = new()
    {
        ["Data"] = [],
        ["Text"] = [],
        ["Auditing"] = [], // Whoever audits the features takes nothing from them.
        ["Stories"] = ["Shared", "People"], // Who may add to the library, and the words of their form.
        ["Guides"] = ["Shared", "Stories"],
        ["Screening"] = ["Shared"],
        ["Notices"] = ["Shared"],
        ["Shared"] = ["People", "Notices"], // For the frame: who is signed in, and the bell.
        ["Programs"] = ["Shared", "People", "Notices"],
        ["People"] = ["Shared", "Programs", "Notices", "Plans"], // A consent that stands again lets a pair go on: one verb, in one transaction.
        ["Imports"] = ["Shared", "People", "Programs"],
        ["Plans"] = [.. ground, .. told],
        ["Letters"] = [.. ground, .. told, "Plans"],
        ["Review"] = [.. ground, .. told, "Plans", "Letters"],
        ["Ratings"] = [.. ground, .. told],
        ["Desk"] = [.. ground, .. told, "Plans", "Letters", "Ratings"],
        ["Pulse"] = [.. ground, .. told, "Plans", "Letters"],
        ["Announcements"] = ["Shared", "People", "Programs", "Notices"],
        ["Messages"] = ["Shared", "People", "Programs", "Notices"],
        ["Administration"] = [.. ground, "Review"], // For letters that nobody may release.
        ["Demo"] = ["Shared", "People"],
        ["Archive"] = [.. ground, .. told, "Plans", "Letters"],
    };

    // Who is signed in is every page's matter, also of those parts that know no other.
    const string SignedIn = "CurrentPerson";

    static readonly string[] library = ["Data", "Text"];
    static readonly IReadOnlyList<Knowledge> knowledge = Knowledge.Of(typeof(Program).Assembly);

    static IEnumerable<string> Parts => mayKnow.Keys;

    [TestCaseSource(nameof(Parts))]
    public void A_part_knows_only_whom_it_may(string part)
    {
        var strangers = knowledge.Where(known => known.Part == part && !mayKnow[part].Concat(library).Contains(known.KnownPart)
            && known.Known.Name != SignedIn);
        Assert.That(strangers, Is.Empty);
    }

    // A constant of another feature leaves no trace in the compiled program: so the source is read too.
    [TestCaseSource(nameof(Parts))]
    public void A_part_s_source_names_only_whom_it_may_know(string part)
    {
        var folder = Repository.At("src", "LetterExchange", library.Contains(part) ? part : part == "Auditing" ? "Commands/Auditing" : $"Features/{part}");
        var strangers =
            from file in Source.Files(folder, ".cs", ".cshtml")
            from Match name in FeatureName().Matches(Comment().Replace(File.ReadAllText(file), ""))
            let known = name.Groups[1].Value
            where known != part && !(known == "People" && File.ReadAllText(file).Contains(SignedIn)) && mayKnow.ContainsKey(known) && !mayKnow[part].Contains(known)
            select $"{Path.GetRelativePath(Repository.Root, file)} names {name.Value}";
        Assert.That(strangers, Is.Empty);
    }

    [Test]
    public void Every_feature_has_its_place_in_the_list_of_who_may_know_whom() =>
        Assert.That(Directory.GetDirectories(Repository.At("src", "LetterExchange", "Features")).Select(Path.GetFileName), Is.SubsetOf(mayKnow.Keys));

    [Test]
    public void What_the_compiled_program_says_is_read_at_all() =>
        Assert.That(knowledge.Select(known => (known.Part, known.KnownPart)), Does.Contain(("Plans", "Data")).And.Contain(("Letters", "Plans")).And.Contain(("Plans", "Notices")));

    [Test]
    public void The_top_of_the_repository_is_as_agreed()
    {
        string[] made = ["artifacts", "data"]; // By the scripts; ignored by git.
        var top = Directory.GetFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.')).Except(made).ToList();
        string[] always = ["LetterExchange.sln", "LICENSE", "src", "stories", "tests", "scripts", "global.json", "Directory.Build.props", "Directory.Packages.props"];
        string[] perhaps = ["README.md", "nuget.config"];
        Assert.That(always, Is.SubsetOf(top));
        Assert.That(top, Is.SubsetOf(always.Concat(perhaps)));
    }

    [GeneratedRegex(@"\bFeatures\.([A-Z]\w+)")]
    private static partial Regex FeatureName();

    [GeneratedRegex("//.*|@\\*.*?\\*@")]
    private static partial Regex Comment();
}
