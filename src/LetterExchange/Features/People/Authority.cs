using LetterExchange.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LetterExchange.Features.People;

/// <summary>What staff may do to whom. The access table lets a request in by its address; the verbs ask here, in their own transaction, about all that a form
/// names. The service itself (setup, the demo, sweeps) may do everything.</summary>
static class Authority
{
    /// <summary>An administrator.</summary>
    /// <exception cref="NotYours"/>
    public static Task OverInstallation(Tx tx, Actor by) => Ask(tx, by, "m.role = 'Administrator'", new { me = by.PersonId });

    /// <summary>An administrator, or a coordinator of the program.</summary>
    /// <exception cref="NotYours"/>
    public static Task OverProgram(Tx tx, Actor by, Guid program) =>
        Ask(tx, by, "m.role = 'Administrator' OR (m.role = 'Coordinator' AND m.program_id = @program)", new { me = by.PersonId, program });

    /// <summary>An administrator, or a coordinator of a program in which the person has a role (or had one, when they have none anywhere any more).</summary>
    /// <exception cref="NotYours"/>
    public static Task OverPerson(Tx tx, Actor by, Guid person) => Ask(tx, by, $"m.role = 'Administrator' OR {Mine}", new { me = by.PersonId, person });

    /// <summary>Whoever has authority over every role that the person has. To change an address is to be able to come in as that person: the coordinator of one
    /// program is not to get another's, or the installation, by it.</summary>
    /// <exception cref="NotYours"/>
    public static Task OverAccount(Tx tx, Actor by, Guid person) => Ask(tx, by, WholeAccount, new { me = by.PersonId, person });

    /// <summary>Whether <see cref="OverAccount"/> would let it pass, for pages.</summary>
    public static async Task<bool> IsOverAccount(Tx tx, Guid me, Guid person) => await tx.Find<int?>(Query(WholeAccount), new { me, person }) is not null;

    const string Mine = """
        (m.role = 'Coordinator' AND EXISTS (SELECT 1 FROM memberships h WHERE h.person_id = @person AND h.program_id = m.program_id
                                              AND (h.ended_at IS NULL OR NOT EXISTS (SELECT 1 FROM memberships o WHERE o.person_id = @person AND o.ended_at IS NULL))))
        """;

    const string WholeAccount = $"""
        m.role = 'Administrator' OR ({Mine} AND NOT EXISTS (
            SELECT 1 FROM memberships h WHERE h.person_id = @person AND h.ended_at IS NULL
               AND (h.role = 'Administrator' OR NOT EXISTS (SELECT 1 FROM memberships c
                     WHERE c.person_id = @me AND c.role = 'Coordinator' AND c.ended_at IS NULL AND c.program_id = h.program_id))))
        """;

    static async Task Ask(Tx tx, Actor by, string ground, object args)
    {
        if (by.PersonId is not null && await tx.Find<int?>(Query(ground), args) is null) throw new NotYours();
    }

    static string Query(string ground) => $"SELECT 1 FROM memberships m WHERE m.person_id = @me AND m.ended_at IS NULL AND ({ground}) LIMIT 1";
}

/// <summary>A form named something of another program, or something that only an administrator may do. No page offers that, so it hears that there is no such thing.</summary>
public sealed class NotYours() : Exception("This is not theirs to do.");

/// <summary>Answers <see cref="NotYours"/> as the access gate answers a stranger.</summary>
sealed class NotYoursFilter : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is not NotYours) return;
        context.Result = new NotFoundResult();
        context.ExceptionHandled = true;
    }
}
