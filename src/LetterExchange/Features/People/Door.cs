using LetterExchange.Data;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Features.People;

/// <summary>How a try to sign in ended.</summary>
public enum SignInAnswer { Welcome, Wrong, Locked }

/// <summary>Checks names and passwords. Tries are counted by account and never by address: a whole class sits behind one.
/// A try is counted before the password is looked at, so that a thousand tries at once are no better than ten in a row.</summary>
public sealed class Door(Database db, UserManager<Account> accounts, IPasswordHasher<Account> hasher, HashGate gate, History history, TimeProvider clock)
{
    /// <summary>Wrong tries after which an account is locked.</summary>
    public const int Tries = 10;

    /// <summary>How long an account stays locked.</summary>
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(5);

    static readonly Account Nobody = new();
    static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(Nobody, "nobody's"));

    /// <exception cref="TooBusy">See <see cref="HashGate"/>.</exception>
    public async Task<(SignInAnswer Answer, Account? Account)> Try(string name, string password)
    {
        if (await accounts.FindByNameAsync(name) is not { PasswordHash: not null } account)
        {
            // As long as for a name that exists, so that nobody learns names by the clock.
            await gate.Run(() => hasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password));
            return (SignInAnswer.Wrong, null);
        }
        if (await CountTry(account.Id) is not { } tried) return (SignInAnswer.Locked, null);
        if (!await gate.Run(() => accounts.CheckPasswordAsync(account, password)))
        {
            if (tried == 0) await db.Transact(tx => history.Record(tx, "person.lock", account.Id, Actor.Service));
            return (SignInAnswer.Wrong, null);
        }
        await db.Execute("UPDATE people SET failed_tries = 0, locked_until = NULL WHERE id = @id", new { id = account.Id });
        return (SignInAnswer.Welcome, account);
    }

    /// <summary>Counts one try as failed. The count; 0 when it was the last one allowed and has locked the account; nothing while it is locked.</summary>
    Task<int?> CountTry(Guid id)
    {
        var now = clock.Now();
        return db.Transact(tx => tx.Find<int?>("""
            UPDATE people
               SET failed_tries = CASE WHEN failed_tries + 1 >= @Tries THEN 0 ELSE failed_tries + 1 END,
                   locked_until = CASE WHEN failed_tries + 1 >= @Tries THEN @until ELSE NULL END
             WHERE id = @id AND (locked_until IS NULL OR locked_until <= @now)
            RETURNING failed_tries
            """, new { id, now, until = now + LockedFor, Tries }));
    }
}
