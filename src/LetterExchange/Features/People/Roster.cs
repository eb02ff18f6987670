using LetterExchange.Data;
using LetterExchange.Text;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Features.People;

/// <summary>Who belongs to a program: people come, change roles, and leave. What ends takes sessions and claims with it in the same transaction.</summary>
public sealed partial class Roster(Database db, Standing standing, LinkMails links, IPasswordHasher<Account> hasher, HashGate gate, History history, Wakes wakes, TimeProvider clock)
{
    /// <summary>Adds a mentee who signs in with these words.</summary>
    /// <exception cref="Refusal">The cohort is another program's, the chosen name is taken, the cohort has somebody of that name, or the consent has ended.</exception>
    /// <exception cref="NotYours">The program is not theirs.</exception>
    public async Task<Added> Add(Guid program, NewMentee mentee, string words, Actor by) => (await Add(program, [(mentee, words)], by))[0];

    /// <summary>Adds a class: all of them or none.</summary>
    /// <exception cref="Refusal">As for one.</exception>
    /// <exception cref="NotYours">The program is not theirs.</exception>
    public async Task<List<Added>> Add(Guid program, IReadOnlyList<(NewMentee Mentee, string Words)> mentees, Actor by)
    {
        var hashes = await Task.WhenAll(mentees.Select(one => Hash(one.Words)));
        return await db.Transact(async tx =>
        {
            await Authority.OverProgram(tx, by, program);
            var added = new List<Added>();
            foreach (var ((mentee, _), hash) in mentees.Zip(hashes)) added.Add(await Add(tx, program, mentee, hash, by));
            return added;
        });
    }

    /// <summary>Adds an adult, or gives further roles to whoever has the address already (under the name that they have). Whoever has no password is invited by mail.</summary>
    /// <param name="program">None for administrators of the installation.</param>
    /// <exception cref="Refusal">The address is a mentee's, or the person is all of this already.</exception>
    /// <exception cref="NotYours">The program is not theirs, or only an administrator makes administrators.</exception>
    public Task<Added> Add(Guid? program, NewAdult adult, Actor by) => db.Transact(async tx =>
    {
        await CheckAuthority(tx, program, adult.Roles, by);
        var name = SignInNames.Normal(adult.Email);
        var id = await tx.Find<Guid?>($"SELECT h.id FROM people h WHERE h.sign_in_name = @name {tx.ForUpdate("h")}", new { name });
        var known = id is not null;
        if (id is { } existing)
        {
            if (await IsMentee(tx, existing)) throw new Refusal("add.mentee", "Email");
            await Return(tx, existing, by);
        }
        else
        {
            id = clock.New();
            await Insert(tx, new
            {
                id, adult.GivenName, adult.Surname, Email = (string?)adult.Email.Trim(), name, hash = (string?)null, adult.Language, Born = (DateOnly?)null, adult.Organisation, adult.Town,
                stamp = NewStamp(), now = clock.Now(),
            });
            await history.Record(tx, "person.add", id.Value, by, programId: program);
        }
        if (!await Join(tx, id.Value, program, adult.Roles, by)) throw new Refusal("add.already", "Email");
        if (adult.Clearance is not null) await standing.Record(tx, id.Value, adult.Clearance, by);
        var invited = await tx.Find<int?>("SELECT 1 FROM people WHERE id = @id AND password_hash IS NULL", new { id }) is not null;
        if (invited) await links.Invite(tx, id.Value, program, by);
        return new Added(id.Value, name, known) { Invited = invited };
    });

    /// <summary>Gives somebody whom the program knows a further role in it. Who had left comes back without their old password: an adult is invited, a mentee needs a card.
    /// False when they have the role already.</summary>
    /// <exception cref="Refusal">A mentee can be nothing else, and nobody else a mentee; or the cohort is another program's.</exception>
    /// <exception cref="NotYours">Neither program nor person is theirs.</exception>
    public Task<bool> AddRole(Guid person, Guid? program, Role role, Guid? cohort, Actor by) => db.Transact(async tx =>
    {
        await CheckAuthority(tx, program, [(role, cohort)], by);
        await Authority.OverPerson(tx, by, person);
        if (await IsMentee(tx, person) != (role == Role.Mentee)) throw new Refusal(role == Role.Mentee ? "role.only.adult" : "role.only.mentee", "NewRole");
        if ((role is Role.Mentee or Role.Teacher) && cohort is null) throw new Refusal("role.cohort", "NewCohort");
        await tx.Query<Guid>($"SELECT h.id FROM people h WHERE h.id = @person {tx.ForUpdate("h")}", new { person });
        var returned = await Return(tx, person, by);
        if (!await Join(tx, person, program, [(role, cohort)], by)) return false;
        if (returned && role != Role.Mentee) await links.Invite(tx, person, program, by);
        return true;
    });

    /// <summary>Ends a role. Sessions and claims go at once; with the last role the person has left. False when it had ended already.</summary>
    /// <exception cref="Refusal">It is the last administrator's.</exception>
    /// <exception cref="NotYours">It is of a program that is not theirs, or an administrator's.</exception>
    public Task<bool> End(Guid person, Guid membership, Actor by) => db.Transact(async tx =>
    {
        var ended = await End(tx, person, "m.id = @membership", new { person, membership, now = clock.Now() }, by);
        if (ended) await Leave(tx, person, by);
        return ended;
    });

    /// <summary>Ends all of a person's roles in a program. False when there was none.</summary>
    /// <exception cref="NotYours">The program is not theirs.</exception>
    public Task<bool> EndAll(Guid person, Guid program, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        var ended = await End(tx, person, "m.program_id = @program", new { person, program, now = clock.Now() }, by);
        if (ended) await Leave(tx, person, by);
        return ended;
    });

    /// <summary>Gives a mentee new words (or a password that the coordinator chose): the old ones and all sessions end, a lock is lifted.</summary>
    /// <exception cref="NotYours">The mentee is not theirs.</exception>
    public async Task<bool> SetWords(Guid mentee, string words, Actor by) => await SetWords([(mentee, words)], by) > 0;

    /// <summary>The same for a class. Returns how many have new words.</summary>
    /// <exception cref="NotYours">One of them is not theirs.</exception>
    public async Task<int> SetWords(IReadOnlyList<(Guid Mentee, string Words)> cards, Actor by)
    {
        var hashes = await Task.WhenAll(cards.Select(card => Hash(card.Words)));
        return await db.Transact(async tx =>
        {
            var all = 0;
            foreach (var ((mentee, _), hash) in cards.Zip(hashes))
            {
                await Authority.OverAccount(tx, by, mentee);
                var set = await tx.Execute("""
                    UPDATE people SET password_hash = @hash, security_stamp = @stamp, failed_tries = 0, locked_until = NULL, version = version + 1
                     WHERE id = @mentee AND left_at IS NULL
                       AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @mentee AND m.role = 'Mentee' AND m.ended_at IS NULL)
                    """, new { mentee, hash, stamp = NewStamp() });
                if (set > 0) await history.Record(tx, "person.card", mentee, by);
                all += set;
            }
            return all;
        });
    }

    /// <summary>Chooses the language of a person's pages and mails.</summary>
    /// <exception cref="Refusal">It is none that the service speaks.</exception>
    /// <exception cref="NotYours">The person is not theirs.</exception>
    public Task Speak(Guid person, string language, Actor by) => db.Transact(async tx =>
    {
        if (!Spoken.Has(language)) throw new Refusal("need.language", "Language");
        if (by.PersonId != person) await Authority.OverPerson(tx, by, person);
        if (await tx.Execute("UPDATE people SET language = @language WHERE id = @person AND language <> @language", new { person, language }) > 0)
            await history.Record(tx, "person.language", person, by, codes: language);
    });

    /// <summary>Ends every session of the person (or of oneself), and every link that was mailed to them.</summary>
    /// <exception cref="NotYours">The person is not theirs.</exception>
    public Task SignOutEverywhere(Guid person, Actor by) => db.Transact(async tx =>
    {
        if (by.PersonId != person) await Authority.OverPerson(tx, by, person);
        await tx.Execute("UPDATE people SET security_stamp = @stamp, version = version + 1 WHERE id = @person", new { person, stamp = NewStamp() });
        await history.Record(tx, "person.sign-out", person, by);
    });

    Task<string> Hash(string password) => gate.Run(() => hasher.HashPassword(new Account(), Card.Normal(password)));

    internal static string NewStamp() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20));
}

/// <summary>Who was added.</summary>
/// <param name="Known">The address had an account already, which now has these roles too.</param>
public sealed record Added(Guid Id, string SignInName, bool Known)
{
    /// <summary>A mail with a link is on its way.</summary>
    public bool Invited { get; init; }
}
