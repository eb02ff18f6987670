using System.Globalization;

namespace LetterExchange.Data;

/// <summary>Which copies stay: all of the last 24 hours, and of each earlier day (UTC) the last one, until <see cref="Days"/> days have one.</summary>
/// <param name="Days">Of how many days, from 1 to <see cref="Most"/>.</param>
public sealed record BackupPolicy(int Days = BackupPolicy.Usual)
{
    /// <summary>In days.</summary>
    public const int Usual = 7;

    /// <summary>In days.</summary>
    public const int Most = 3650;

    /// <summary>Which of the instants at which copies were taken are not kept any more.</summary>
    public IEnumerable<DateTimeOffset> Over(IEnumerable<DateTimeOffset> taken, DateTimeOffset now)
    {
        var days = taken.Select(at => at.ToUniversalTime()).OrderDescending().GroupBy(at => at.Date).ToList();
        var kept = days.Take(Days).Select(day => day.First()).ToHashSet();
        return days.SelectMany(day => day).Where(at => !kept.Contains(at) && at <= now.AddDays(-1));
    }

    /// <summary>The setting <c>Backup:Days</c>.</summary>
    /// <exception cref="InvalidOperationException">It can't be read; in the administrator's words.</exception>
    public static BackupPolicy From(IConfiguration configuration) => configuration["Backup:Days"] is not { Length: > 0 } text ? new()
        : int.TryParse(text, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= Most ? new(days)
        : throw new InvalidOperationException($"The setting Backup:Days is {text}; it must be a number from 1 to {Most}.");
}
