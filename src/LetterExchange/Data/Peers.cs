using Npgsql;

namespace LetterExchange.Data;

/// <summary>The line between the processes over one PostgreSQL: each listens on one connection (LISTEN), and what one says with a commit reaches all the others
/// (NOTIFY). Only ids and the names of sweeps are said. It holds no truth: a line that was down is opened again, and whoever listens then asks the database. Over
/// SQLite there is one process, and nobody is spoken to.</summary>
public sealed class Peers(Database db, ILogger<Peers> log) : BackgroundService
{
    /// <summary>The channel of PostgreSQL.</summary>
    internal const string Channel = "letterexchange";

    /// <summary>The class of the advisory locks by which a process is known to be alive; the database lets go of its lock when it is not.</summary>
    internal const int Alive = 0x1E77E4;

    /// <summary>How often the others are counted, and how soon a lost line is opened again.</summary>
    static readonly TimeSpan Count = TimeSpan.FromSeconds(1), Again = TimeSpan.FromMilliseconds(300);

    /// <summary>Raised with people of whom another process has told something.</summary>
    public event Action<IReadOnlyCollection<Guid>>? Told;

    /// <summary>Raised with what another process calls for.</summary>
    public event Action<string>? Called;

    /// <summary>Raised each time that the line has been opened: what was told before was perhaps not heard.</summary>
    public event Action? Opened;

    /// <summary>Raised when another process has ended, or when this one had lost the database: what was in hand there is perhaps still due.</summary>
    public event Action? Lost;

    /// <summary>Calls all the others; silently nobody when the database is away.</summary>
    /// <param name="what">A name, without a person in it.</param>
    public async Task Call(string what)
    {
        if (db is not PostgresDatabase postgres) return;
        try
        {
            await db.Query<string>("SELECT pg_notify(@Channel, @payload)::text", new { Channel, payload = $"{postgres.Name} call {what}" });
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or ObjectDisposedException)
        {
            log.LogWarning("The other processes could not be called: {Failure}", failure.GetType().Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (db is not PostgresDatabase postgres) return;
        for (var wasOpen = false; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await using var line = await Open(postgres);
                Opened?.Invoke();
                if (wasOpen) Lost?.Invoke();
                wasOpen = true;
                await Listen(line, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The line to the other processes is down: {Failure}", failure.GetType().Name);
                await Task.Delay(Again, stoppingToken);
            }
        }
    }

    async Task<NpgsqlConnection> Open(PostgresDatabase postgres)
    {
        var line = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(db.ConnectionString) { Pooling = false, MaxAutoPrepare = 0, CommandTimeout = 5 }.ToString());
        try
        {
            await line.OpenAsync();
            line.Notification += (_, note) => Hear(postgres, note.Payload);
            await using var command = new NpgsqlCommand($"LISTEN {Channel}; SELECT pg_advisory_lock_shared({Alive}, 0)", line);
            await command.ExecuteNonQueryAsync();
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hears until the line breaks or the service stops.</summary>
    async Task Listen(NpgsqlConnection line, CancellationToken stopping)
    {
        HashSet<int> known = [];
        var counted = 0L;
        while (true)
        {
            if (counted == 0 || TimeProvider.System.GetElapsedTime(counted) >= Count)
            {
                var there = await Others(line);
                if (!known.IsSubsetOf(there)) Lost?.Invoke();
                (known, counted) = (there, TimeProvider.System.GetTimestamp());
            }
            await line.WaitAsync(Count, stopping);
        }
    }

    static async Task<HashSet<int>> Others(NpgsqlConnection line)
    {
        await using var command = new NpgsqlCommand($"""
            SELECT k.pid FROM pg_locks k
             WHERE k.locktype = 'advisory' AND k.classid = {Alive} AND k.granted
               AND k.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
            """, line);
        await using var reader = await command.ExecuteReaderAsync();
        var pids = new HashSet<int>();
        while (await reader.ReadAsync()) pids.Add(reader.GetInt32(0));
        return pids;
    }

    void Hear(PostgresDatabase postgres, string payload)
    {
        if (payload.Split(' ', 3) is not [var from, var what, var rest] || from == postgres.Name) return;
        if (what == "call") Called?.Invoke(rest);
        else if (what == "told") Told?.Invoke([.. rest.Split(',').Select(id => Guid.TryParseExact(id, "N", out var person) ? person : default)]);
    }
}
