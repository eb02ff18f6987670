using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;

namespace LetterExchange.Features.Letters;

/// <summary>A picture of a letter, without its bytes.</summary>
public sealed record LetterPicture
{
    public Guid Id { get; init; }
    public Guid LetterId { get; init; }

    /// <summary>The revision that it was sent with; 0 in a draft.</summary>
    public int Number { get; init; }

    public string Sha256 { get; init; } = "";

    /// <summary>In pixels.</summary>
    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>Whether its bytes have been erased.</summary>
    public bool IsErased { get; init; }
}

/// <summary>The bytes of a picture, with what must be known to give them out.</summary>
public sealed record PictureBytes : Letter
{
    public string Type { get; init; } = "";
    public string Sha256 { get; init; } = "";
    public byte[] Bytes { get; init; } = [];
}

/// <summary>What became of a file: the letter that it lies with, or why it does not.</summary>
/// <param name="Refusal">Where nothing may be written on this sheet.</param>
public sealed record Added(PictureFault? Fault, WritingRefusal? Refusal = null, Guid LetterId = default, bool Moved = false);

/// <summary>Pictures of letters. They lie with a draft first, and are sent with its revision: from then on they stay as they are.</summary>
public sealed class Pictures(Database db, LetterStore letters, Writing writing, Darkroom darkroom, TimeProvider clock)
{
    /// <summary>The most pictures of one letter.</summary>
    public const int MostOfALetter = 3;

    const string Columns = "p.id AS id, p.letter_id AS letter_id, p.sha256, p.width, p.height, CASE WHEN b.picture_id IS NULL THEN 1 ELSE 0 END AS is_erased";

    /// <summary>Develops the file and lays the picture with the draft. The letter begins here if it has not begun.</summary>
    public async Task<Added> Add(Guid writer, Sheet sheet, byte[] file)
    {
        var (picture, fault) = await darkroom.Develop(file);
        if (picture is null) return new(fault);
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var sha256 = Hash(salt, picture.Bytes);
        return await db.Transact(async tx =>
        {
            var (letter, refusal) = await writing.Open(tx, writer, sheet);
            if (letter is null) return new Added(null, refusal);
            if (await tx.Get<int>("SELECT COUNT(*) FROM draft_pictures WHERE letter_id = @Id", new { letter.Id }) >= MostOfALetter) return new(PictureFault.TooMany, null, letter.Id);
            var row = new { id = clock.New(), LetterId = letter.Id, sha256, picture.Type, picture.Width, picture.Height, now = clock.Now(), salt, picture.Bytes };
            await tx.Execute("INSERT INTO pictures (id, letter_id, sha256, type, width, height, added_at) VALUES (@id, @LetterId, @sha256, @Type, @Width, @Height, @now)", row);
            await tx.Execute("INSERT INTO picture_bytes (picture_id, salt, bytes) VALUES (@id, @salt, @Bytes)", row);
            await tx.Execute("INSERT INTO draft_pictures (letter_id, picture_id) VALUES (@LetterId, @id)", row);
            // A draft without a word of it: its version is that of a page on which nothing has been kept yet.
            await tx.Execute("INSERT INTO drafts (letter_id, text, kept_at, version) VALUES (@LetterId, '', @now, 0) ON CONFLICT (letter_id) DO NOTHING", row);
            return new Added(null, null, letter.Id, picture.Moved);
        });
    }

    /// <summary>Takes a picture out of the draft. One that was sent with a former revision stays with that.</summary>
    public Task<bool> Remove(Guid writer, Guid letterId, Guid picture) => db.Transact(async tx =>
    {
        if (await letters.Take(tx, letterId) is not { IsOpenToItsWriter: true } letter || letter.WriterId != writer) return false;
        if (await tx.Execute("DELETE FROM draft_pictures WHERE letter_id = @letterId AND picture_id = @picture", new { letterId, picture }) == 0) return false;
        await Clear(tx, letterId);
        return true;
    });

    /// <summary>A picture for whoever may see it, which is the gate's matter; nothing when it has been erased.</summary>
    public Task<PictureBytes?> Find(Guid id) => db.Find<PictureBytes>($"""
        SELECT {LetterStore.Columns}, p.type, p.sha256, b.bytes
          FROM pictures p JOIN picture_bytes b ON b.picture_id = p.id JOIN letters l ON l.id = p.letter_id
         WHERE p.id = @id
        """, new { id });

    /// <summary>Lower-case hex of SHA-256 (FIPS 180-4) over the salt's characters and the bytes.</summary>
    public static string Hash(string salt, byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(salt), .. bytes]));

    /// <summary>All pictures of these letters: those that lie with a draft, and those that were sent with any revision; by letter, revision and place.</summary>
    public static Task<List<LetterPicture>> Of(Tx tx, params IReadOnlyCollection<Guid> letters) => letters.Count == 0 ? Task.FromResult(new List<LetterPicture>()) : tx.Query<LetterPicture>($"""
        SELECT {Columns}, 0 AS number, 0 AS ordinal
          FROM draft_pictures d JOIN pictures p ON p.id = d.picture_id LEFT JOIN picture_bytes b ON b.picture_id = p.id
         WHERE d.letter_id IN @letters
        UNION ALL
        SELECT {Columns}, a.number, a.ordinal
          FROM attachments a JOIN pictures p ON p.id = a.picture_id LEFT JOIN picture_bytes b ON b.picture_id = p.id
         WHERE a.letter_id IN @letters
         ORDER BY letter_id, number, ordinal, id
        """, new { letters });

    internal static async Task<IReadOnlyList<LetterPicture>> OfDraft(Tx tx, Guid letterId) => [.. (await Of(tx, letterId)).Where(picture => picture.Number == 0)];

    /// <summary>Sends what lies with the draft along with the revision, whose row is there already.</summary>
    internal static async Task Attach(Tx tx, Letter letter, int number, IReadOnlyList<LetterPicture> pictures)
    {
        if (pictures.Count == 0) return;
        await tx.ExecuteMany("INSERT INTO attachments (letter_id, number, ordinal, picture_id) VALUES (@LetterId, @number, @ordinal, @Id)",
            pictures.Select((picture, i) => new { LetterId = letter.Id, number, ordinal = i + 1, picture.Id }).ToList());
        await tx.Execute("DELETE FROM draft_pictures WHERE letter_id = @Id", new { letter.Id });
    }

    /// <summary>Lays the pictures of the newest revision with the draft again: after a return or a recall.</summary>
    internal static Task DraftAgain(Tx tx, Letter letter) => tx.Execute("""
        INSERT INTO draft_pictures (letter_id, picture_id)
        SELECT a.letter_id, a.picture_id FROM attachments a JOIN picture_bytes b ON b.picture_id = a.picture_id WHERE a.letter_id = @Id AND a.number = @Revision
            ON CONFLICT DO NOTHING
        """, new { letter.Id, letter.Revision });

    /// <summary>Throws away what lies with a draft.</summary>
    internal static async Task Discard(Tx tx, Guid letterId)
    {
        await tx.Execute("DELETE FROM draft_pictures WHERE letter_id = @letterId", new { letterId });
        await Clear(tx, letterId);
    }

    /// <summary>Deletes pictures of the letter that neither lie with its draft nor were ever sent.</summary>
    static async Task Clear(Tx tx, Guid letterId)
    {
        const string Nowhere = "p.letter_id = @letterId AND NOT EXISTS (SELECT 1 FROM draft_pictures d WHERE d.picture_id = p.id) AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.picture_id = p.id)";
        await tx.Execute($"DELETE FROM picture_bytes WHERE picture_id IN (SELECT p.id FROM pictures p WHERE {Nowhere})", new { letterId });
        await tx.Execute($"DELETE FROM pictures AS p WHERE {Nowhere}", new { letterId });
    }
}
