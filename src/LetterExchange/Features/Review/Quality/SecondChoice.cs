using System.Buffers.Binary;
using System.Security.Cryptography;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Review;

/// <summary>Chooses the approved letters that a second reviewer reads blind: by a keyed hash of the letter's id, which nobody can foresee and which gives
/// the same answer whenever it is asked. The key is made once an installation.</summary>
public sealed class SecondChoice
{
    const string KeyName = "second-reading.key";
    byte[]? known;

    /// <summary>Whether a letter is among the chosen: <paramref name="percent"/> of 100 are (0 to 100), by HMAC-SHA256 (FIPS 198-1).</summary>
    public static bool IsChosen(byte[] key, Guid letter, int percent) =>
        BinaryPrimitives.ReadUInt32BigEndian(HMACSHA256.HashData(key, letter.ToByteArray(bigEndian: true))) / (double)uint.MaxValue * 100 < percent;

    /// <summary>Notes that the letter, which is being approved, is to be read again, where it is chosen and another reviewer could read it.</summary>
    /// <returns>Until when its delivery waits for that at the longest; nothing when it does not wait.</returns>
    internal async Task<DateTimeOffset?> Note(Tx tx, Letter letter, Guid first, Policies policies, DateTimeOffset now)
    {
        if (policies.SecondReadPercent == 0 || !IsChosen(await Key(tx), letter.Id, policies.SecondReadPercent) || !await HasAnother(tx, letter)) return null;
        var noted = await tx.Execute("""
            INSERT INTO second_readings (letter_id, number, program_id, first_id, chosen_at) VALUES (@Id, @Revision, @ProgramId, @first, @now)
                ON CONFLICT (letter_id, number) DO UPDATE SET first_id = excluded.first_id, chosen_at = excluded.chosen_at WHERE second_readings.read_at IS NULL
            """, new { letter.Id, letter.Revision, letter.ProgramId, first, now });
        return noted == 1 && policies.SecondReadBefore ? now.AddHours(policies.SecondReadHours) : null;
    }

    /// <summary>Whether somebody reviews its cohort who has not decided on it.</summary>
    static async Task<bool> HasAnother(Tx tx, Letter letter) => await tx.Find<int?>($"""
        SELECT 1 FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN memberships m ON m.program_id = l.program_id JOIN people h ON h.id = m.person_id
         WHERE l.id = @Id AND h.left_at IS NULL AND m.role IN ('Reviewer', 'Teacher') AND {Reviewers.Covers}
           AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.letter_id = l.id AND d.reviewer_id = m.person_id)
         LIMIT 1
        """, new { letter.Id }) is not null;

    async Task<byte[]> Key(Tx tx)
    {
        if (known is not null) return known;
        if (await Read(tx) is { } there) return known = there;
        await tx.Execute("INSERT INTO installation (key, value) VALUES (@KeyName, @made) ON CONFLICT (key) DO NOTHING", new { KeyName, made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) });
        return (await Read(tx))!; // Not remembered yet: the transaction may be rolled back.
    }

    static async Task<byte[]?> Read(Tx tx) => await tx.Find<string>("SELECT value FROM installation WHERE key = @KeyName", new { KeyName }) is { } hex ? Convert.FromHexString(hex) : null;
}
