namespace LetterExchange.Tests.Ground;

/// <summary>Where PostgreSQL's programs are, and the user who runs them: they refuse root, so root hands over to the user postgres (or nobody).</summary>
sealed record PostgresBinaries(string Bin, string? User)
{
    /// <summary>Finds them in <paramref name="bin"/>, LETTEREXCHANGE_POSTGRES_BIN, Debian's folders (the newest) or PATH.</summary>
    /// <exception cref="InvalidOperationException">There are none; says what to install.</exception>
    public static PostgresBinaries Find(string? bin)
    {
        bin ??= Environment.GetEnvironmentVariable("LETTEREXCHANGE_POSTGRES_BIN");
        var found = (bin is null ? Debian().Concat(SearchPath()) : [bin]).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException(
                $"PostgreSQL's programs (initdb, postgres) are not in {bin ?? "/usr/lib/postgresql/*/bin nor on the PATH"}. " +
                "Install Debian's package postgresql, or run scripts/test, which does.");
        return new PostgresBinaries(found, Environment.IsPrivilegedProcess ? Servant() : null);
    }

    /// <summary>A new temporary folder that the server's user owns.</summary>
    public async Task<string> NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-pg-").FullName;
        if (User is null) return folder;
        await using var chown = await Child.Start("chown", [User, folder]);
        if (await chown.Exit() != 0) throw new InvalidOperationException($"The folder {folder} could not be given to the user {User}.\n{chown.Output}");
        return folder;
    }

    /// <summary>Starts one of the programs as the right user.</summary>
    public Task<Child> Run(string program, IEnumerable<string> arguments, string signal = "TERM", string? folder = null)
    {
        var path = Path.Combine(Bin, program);
        var clean = new Dictionary<string, string?> { ["PGDATA"] = null, ["PGPORT"] = null, ["PGHOST"] = null, ["PGOPTIONS"] = null };
        return User is null
            ? Child.Start(path, arguments, signal, folder, clean)
            : Child.Start("setpriv", [$"--reuid={User}", $"--regid={Group(User)}", "--init-groups", path, .. arguments], signal, folder, clean);
    }

    static IEnumerable<string> Debian() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
        : [];

    static IEnumerable<string> SearchPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);

    static string Servant() => Accounts.Any(line => line[0] == "postgres") ? "postgres" : "nobody";

    static string Group(string user) => Accounts.First(line => line[0] == user)[3];

    static IEnumerable<string[]> Accounts => File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(line => line.Length > 3);
}
