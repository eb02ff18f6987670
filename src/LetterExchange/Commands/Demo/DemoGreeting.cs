using LetterExchange.Features.Demo;
using LetterExchange.Text;

namespace LetterExchange.Commands.Demo;

/// <summary>Says on the terminal who can be signed in as.</summary>
static class DemoGreeting
{
    public static void Write(DemoCast cast, DemoClock clock, TextWriter output)
    {
        var now = PlainTime.In(cast.Zone, clock.GetUtcNow());
        output.WriteLine($"""

            {cast.Program} is a demo: its people are made up. In the program it is {now.Date(now.Now)}, {now.Clock(now.Now)}.
            One click on the sign-in page makes you any of them. By the ordinary way in, mentees have their first name and the three
            words "{cast.Words}", everybody else an e-mail address and the password "{cast.Words}":

            """);
        var width = cast.Members.Max(member => member.SignInName.Length);
        foreach (var member in cast.Members) output.WriteLine($"  {Role(member),-17} {member.SignInName.PadRight(width)}  {member.Name}: {member.About}");
        output.WriteLine();
    }

    /// <summary>"safeguarding lead".</summary>
    static string Role(CastMember member) => member.Role == "SafeguardingLead" ? "safeguarding lead" : member.Role.ToLowerInvariant();
}
