namespace LetterExchange.Features.Screening;

/// <summary>The way a letter takes through review. A later value is the more careful one.</summary>
public enum Route { Standard, Attention, Safeguarding }

/// <summary>Which findings lead to which route.</summary>
public static class Routes
{
    /// <summary>The route of a text with these findings: danger, and whatever an adult must not propose or ask of a child,
    /// goes to safeguarding; any other finding asks for attention.</summary>
    public static Route Of(IReadOnlyCollection<Finding> findings, Side author)
    {
        if (findings.Any(finding => IsDangerous(finding, author))) return Route.Safeguarding;
        return findings.Count > 0 ? Route.Attention : Route.Standard;
    }

    /// <summary>Whether findings of the category lead to safeguarding from a child as from an adult.</summary>
    internal static bool IsAlwaysDangerous(string category) => IsDangerous(new(category, 0, 1, "", 1), Side.Mentee);

    internal static bool IsDangerous(Finding finding, Side author) => finding.Category switch
    {
        Category.Sexual or Category.Threat or Category.Secrecy => true,
        Category.Offplatform or Category.Meeting or Category.Gift or Category.Image or Category.Finance or Category.Bullying =>
            author == Side.Mentor,
        var category when Category.IsDisclosure(category) => true,
        var category when Category.IsPersonalDetail(category) => author == Side.Mentor && finding.IsRequest,
        _ => false,
    };
}
