using LetterExchange.Data;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Features.People;

/// <summary>Adults' passwords: what one may be, and how one is set. Setting one ends every session and uses up every link of before.</summary>
public sealed class Passwords(Database db, LinkTokens tokens, IPasswordHasher<Account> hasher, HashGate gate, History history)
{
    /// <summary>Fewest and most characters, and how many of them must differ.</summary>
    public const int Shortest = 10, Longest = 200, Different = 4;

    /// <summary>Long enough, and still among the first that anybody would try; compared as letters and digits only.</summary>
    static readonly HashSet<string> Known =
    [
        "1234567890", "0123456789", "0987654321", "12345678910", "1234567891", "123456789a", "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc", "abcdefghij", "abcdefghijk", "administrator",
        "asdfghjkl1", "changeme123", "football123", "iloveyou123", "letmein123", "letterexchange", "password10", "password12", "password123", "password1234", "passwordpassword",
        "princess123", "qwerty1234", "qwerty12345", "qwerty123456", "qwertyuiop", "qwertyuiop123", "sunshine123", "welcome123", "welcome1234",
    ];

    /// <summary>The key of the words that say what is wrong with a password; nothing when it is good. (NIST SP 800-63B, section 5.1.1.2: length and a list, no recipes.)</summary>
    /// <param name="own">What belongs to the person and would be tried first: name, address.</param>
    public static string? Fault(string? password, params ReadOnlySpan<string?> own)
    {
        if (password is null || password.Length < Shortest) return "pass.short";
        if (password.Length > Longest) return "pass.long";
        if (password.Distinct().Count() < Different) return "pass.same";
        var bare = Bare(password);
        if (Known.Contains(bare)) return "pass.known";
        var letters = new string([.. bare.Where(c => !char.IsDigit(c))]);
        foreach (var one in own)
        {
            if (one is null) continue;
            if (letters == Bare(one) || bare == Bare(one) || letters == Bare(one.Split('@')[0])) return "pass.own";
        }
        return null;
    }

    /// <summary>Whose link this is, as long as it stands.</summary>
    public async Task<Holder?> Find(Guid person, string token) =>
        await db.Find<Holder>("""
            SELECT h.id, h.given_name, h.surname, h.email, h.sign_in_name, h.security_stamp, CASE WHEN h.password_hash IS NULL THEN 0 ELSE 1 END AS has_password
              FROM people h WHERE h.id = @person AND h.left_at IS NULL
            """, new { person }) is { } holder && tokens.Stands(token, new Account { Id = holder.Id, SecurityStamp = holder.SecurityStamp }) ? holder : null;

    /// <summary>Sets the password of a link's holder, once. False when the link does not stand any more.</summary>
    /// <exception cref="Refusal">The password is not good enough.</exception>
    public async Task<bool> Set(Holder holder, string? password)
    {
        Check(password, holder.Email, $"{holder.GivenName}{holder.Surname}");
        var hash = await Hash(password!);
        return await db.Transact(tx => Keep(tx, holder.Id, holder.SecurityStamp, hash, "link"));
    }

    /// <summary>Changes the password of somebody who has just proved to know the old one. False when the account was changed meanwhile.</summary>
    /// <exception cref="Refusal">The password is not good enough.</exception>
    public async Task<bool> Change(Person person, Account account, string? password)
    {
        Check(password, person.Email, $"{person.GivenName}{person.Surname}");
        var hash = await Hash(password!);
        return await db.Transact(tx => Keep(tx, person.Id, account.SecurityStamp, hash, "self"));
    }

    async Task<bool> Keep(Tx tx, Guid person, string stamp, string hash, string how)
    {
        var set = await tx.Execute("""
            UPDATE people SET password_hash = @hash, security_stamp = @next, failed_tries = 0, locked_until = NULL, version = version + 1
             WHERE id = @person AND security_stamp = @stamp AND left_at IS NULL
            """, new { person, stamp, hash, next = Roster.NewStamp() });
        if (set > 0) await history.Record(tx, "person.password", person, person, codes: $"by={how}");
        return set > 0;
    }

    static void Check(string? password, params ReadOnlySpan<string?> own)
    {
        if (Fault(password, own) is { } fault) throw new Refusal(fault, "Password", fault == "pass.long" ? Longest : Shortest);
    }

    Task<string> Hash(string password) => gate.Run(() => hasher.HashPassword(new Account(), password));

    static string Bare(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>Whose link it is.</summary>
    public sealed record Holder
    {
        public Guid Id { get; init; }
        public string GivenName { get; init; } = "";
        public string Surname { get; init; } = "";
        public string? Email { get; init; }
        public string? SignInName { get; init; }
        public string SecurityStamp { get; init; } = "";
        public bool HasPassword { get; init; }
    }
}
