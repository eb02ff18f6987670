using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace LetterExchange.Data;

/// <summary>A connection that keeps the statements it has prepared: with the triggers of the rules, preparing costs more than most statements do.
/// For one thread at a time.</summary>
sealed class KeptStatements(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>How many texts are kept; when there are more, all are let go.</summary>
    const int Most = 500;

    readonly Dictionary<string, SqliteCommand> free = [];

    public override SqliteCommand CreateCommand() => new Borrowed(this) { CommandTimeout = DefaultTimeout, Transaction = Transaction };

    SqliteCommand Take(string text) => free.Remove(text, out var kept) ? kept : new SqliteCommand(text, this);

    void GiveBack(SqliteCommand command)
    {
        command.Transaction = null;
        if (free.Count >= Most) Drop();
        if (!free.TryAdd(command.CommandText, command)) command.Dispose();
    }

    void Drop()
    {
        foreach (var command in free.Values) command.Dispose();
        free.Clear();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Drop();
        base.Dispose(disposing);
    }

    /// <summary>A command that runs by a kept one of the same text, which it has from its first run until it is disposed. The connection knows the kept ones
    /// alone: it holds each of its commands in a list of weak references, whose upkeep would cost more than a short statement.</summary>
    sealed class Borrowed(KeptStatements owner) : SqliteCommand
    {
        string text = "";
        SqliteCommand? kept;

        public override SqliteConnection? Connection
        {
            get => owner;
            set
            {
                if (value != owner) throw new NotSupportedException("A borrowed command stays with its connection.");
            }
        }

        [AllowNull]
        public override string CommandText
        {
            get => text;
            set
            {
                if (value == text) return;
                Return();
                text = value ?? "";
            }
        }

        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            kept ??= owner.Take(text);
            kept.Transaction = Transaction;
            kept.CommandTimeout = CommandTimeout;
            if (!KeepsMine())
            {
                kept.Parameters.Clear();
                foreach (SqliteParameter parameter in Parameters) kept.Parameters.Add(parameter);
            }
            return kept.ExecuteReader(behavior);
        }

        /// <summary>Whether it has this command's parameters already: where the same runs again with other values.</summary>
        bool KeepsMine()
        {
            if (kept!.Parameters.Count != Parameters.Count) return false;
            for (var i = 0; i < Parameters.Count; i++)
                if (!ReferenceEquals(kept.Parameters[i], Parameters[i])) return false;
            return true;
        }

        public override int ExecuteNonQuery()
        {
            var reader = ExecuteReader(CommandBehavior.Default);
            reader.Dispose();
            return reader.RecordsAffected;
        }

        public override object? ExecuteScalar()
        {
            using var reader = ExecuteReader(CommandBehavior.Default);
            return reader.Read() ? reader.GetValue(0) : null;
        }

        public override void Prepare()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) Return();
            base.Dispose(disposing);
        }

        void Return()
        {
            if (kept is not null) owner.GiveBack(kept);
            kept = null;
        }
    }
}
