using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace LetterExchange.Data;

/// <summary>PostgreSQL's own client programs: <c>pg_dump</c>, <c>pg_restore</c>, <c>psql</c>. Passwords go to them by the environment only.</summary>
sealed class PostgresTools(string connectionString)
{
    /// <summary>Where the service's tables are. The scheduler's, in a schema of their own, hold no truth, and are made again where they are missing.</summary>
    const string Ours = "--schema=public";

    // Takes away what the copy brings, and nothing of extensions or other schemas.
    const string Emptying = """
        SET LOCAL client_min_messages = warning;
        DO $do$
        DECLARE one record;
        BEGIN
            FOR one IN SELECT format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, 'public', c.relname) AS sql
                         FROM pg_class c
                        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
                          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
                        ORDER BY c.relkind = 'S'
            LOOP EXECUTE one.sql; END LOOP;
            FOR one IN SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) AS sql
                         FROM pg_proc p
                        WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
            LOOP EXECUTE one.sql; END LOOP;
        END $do$;

        """;

    const string Broken = "\nDO $do$ BEGIN RAISE EXCEPTION 'the copy could not be read to its end'; END $do$;\n";

    readonly NpgsqlConnectionStringBuilder to = new(connectionString);

    /// <summary>Writes one consistent state of the database into a file.</summary>
    /// <exception cref="IOException">In words: the program is missing or failed.</exception>
    public async Task Dump(string path, CancellationToken stopping)
    {
        SqliteCopy.Private(path);
        using var dump = Start("pg_dump", ["--format=custom", Ours, $"--file={path}", .. Where]);
        await End(dump, "pg_dump", stopping);
    }

    /// <summary>Reads a whole dump, as a restore would, and counts what is in it.</summary>
    /// <exception cref="IOException">It is damaged, or no dump; or <c>pg_restore</c> is not installed.</exception>
    public static async Task<CopyFacts> Read(string path, CancellationToken stopping)
    {
        using var reading = Start("pg_restore", ["--file=-", path], null);
        var errors = reading.StandardError.ReadToEndAsync(stopping);
        var (rows, migrations, table, column) = (new Dictionary<string, long>(), new List<string>(), "", -1);
        while (await reading.StandardOutput.ReadLineAsync(stopping) is { } line)
        {
            if (table.Length == 0)
            {
                if (line.StartsWith("COPY public.", StringComparison.Ordinal)) Begin(line);
            }
            else if (line == @"\.") table = "";
            else
            {
                rows[table]++;
                if (column >= 0) migrations.Add(line.Split('\t')[column]);
            }
        }
        await reading.WaitForExitAsync(stopping);
        if (reading.ExitCode != 0) throw new IOException($"The copy {path} can't be read: {(await errors).Trim()}");
        return new()
        {
            Engine = Engine.Postgres, Tables = rows.Keys.ToHashSet(), Migrations = [.. migrations.Order(StringComparer.Ordinal)],
            Revisions = rows.GetValueOrDefault("revisions"), Events = rows.GetValueOrDefault("events"),
        };

        void Begin(string line)
        {
            table = line["COPY public.".Length..].Split(' ')[0].Trim('"');
            rows[table] = 0;
            column = table == "schemaversions" ? Array.IndexOf(line[(line.IndexOf('(') + 1)..line.IndexOf(')')].Split(", "), "scriptname") : -1;
        }
    }

    /// <summary>How much is in the database, by what only ever grows.</summary>
    public async Task<CopyFacts> Facts(CancellationToken stopping)
    {
        // None stays behind in a pool, where it would look like a service at work.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync(stopping);
        var tables = (await Texts("SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')")).ToHashSet();
        return new()
        {
            Engine = Engine.Postgres, Tables = tables,
            Migrations = tables.Contains("schemaversions") ? await Texts("SELECT scriptname FROM schemaversions ORDER BY scriptname") : [],
            Revisions = await Count("revisions"), Events = await Count("events"),
        };

        async Task<long> Count(string table) => tables.Contains(table) ? long.Parse((await Texts($"SELECT COUNT(*)::text FROM {table}"))[0], CultureInfo.InvariantCulture) : 0;

        async Task<List<string>> Texts(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync(stopping);
            var texts = new List<string>();
            while (await reader.ReadAsync(stopping)) texts.Add(reader.GetString(0));
            return texts;
        }
    }

    /// <summary>Puts the dump in the place of what is in the schema <c>public</c>, all in one transaction: when it fails, everything is as it was.</summary>
    /// <exception cref="IOException">In words.</exception>
    public async Task Restore(string path, CancellationToken stopping)
    {
        using var writing = Start("psql", ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null", .. Where], input: true);
        using var reading = Start("pg_restore", ["--file=-", "--no-owner", "--no-privileges", "--no-comments", Ours, path], null);
        var (complaints, readingErrors) = (writing.StandardError.ReadToEndAsync(stopping), reading.StandardError.ReadToEndAsync(stopping));
        _ = writing.StandardOutput.ReadToEndAsync(stopping);
        try
        {
            await writing.StandardInput.WriteAsync(Emptying.AsMemory(), stopping);
            await writing.StandardInput.FlushAsync(stopping);
            await reading.StandardOutput.BaseStream.CopyToAsync(writing.StandardInput.BaseStream, stopping);
            await reading.WaitForExitAsync(stopping);
            if (reading.ExitCode != 0) await writing.StandardInput.WriteAsync(Broken.AsMemory(), stopping);
            writing.StandardInput.Close();
        }
        catch (IOException) // psql has ended: it says why.
        {
            if (!reading.HasExited) reading.Kill();
        }
        await writing.WaitForExitAsync(stopping);
        if (writing.ExitCode != 0) throw new IOException($"The copy could not be restored; the database is as it was. {(await complaints).Trim()} {(await readingErrors).Trim()}".TrimEnd());
    }

    string[] Where => ["--no-password", $"--host={to.Host}", $"--port={to.Port}", $"--username={to.Username}", $"--dbname={to.Database}"];

    Process Start(string tool, string[] arguments, bool input = false) => Start(tool, arguments, to, input);

    static Process Start(string tool, string[] arguments, NpgsqlConnectionStringBuilder? to, bool input = false)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = input };
        if (to?.Password is { Length: > 0 } password) start.Environment["PGPASSWORD"] = password;
        if (to is not null) start.Environment["PGSSLMODE"] = to.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() };
        if (to?.RootCertificate is { Length: > 0 } certificate) start.Environment["PGSSLROOTCERT"] = certificate;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new IOException($"{tool} is not installed; it comes with PostgreSQL's client programs.");
        }
    }

    static async Task End(Process process, string tool, CancellationToken stopping)
    {
        var output = process.StandardOutput.ReadToEndAsync(stopping);
        var errors = await process.StandardError.ReadToEndAsync(stopping);
        await output;
        await process.WaitForExitAsync(stopping);
        if (process.ExitCode != 0) throw new IOException($"{tool} failed: {errors.Trim()}");
    }
}
