using System.Globalization;
using System.Text.RegularExpressions;
using LetterExchange.Features.People;
using LetterExchange.Text;

namespace LetterExchange.Features.Imports;

/// <summary>What a cell means: days, roles, languages, as people write them in three languages.</summary>
static partial class Cells
{
    static readonly Dictionary<string, Role> roles = Each<Role>(
        (Role.Mentee, "mentee student child pupil jeune eleve enfant joven alumno alumna menor nino nina estudiante"),
        (Role.Mentor, "mentor mentora"),
        (Role.Teacher, "teacher enseignement enseignant enseignante professeur docente profesor profesora maestro maestra"),
        (Role.Reviewer, "reviewer relecture relecteur relectrice revision revisor revisora"));

    static readonly Dictionary<string, ConsentKind> kinds = Each<ConsentKind>(
        (ConsentKind.Guardian, "guardian aguardian parent mother father responsable responsablelegal tuteur tutor tutora padre madre"),
        (ConsentKind.School, "school theschool ecole etablissement escuela colegio centro"));

    static readonly Dictionary<string, string> languages = Each<string>(
        ("en", "en eng english anglais ingles"), ("fr", "fr fra fre francais french frances"), ("es", "es spa espanol spanish espagnol castellano"));

    /// <summary>The years that a day may be of.</summary>
    const int Earliest = 1900, Latest = 2200;

    /// <summary>Words for guardians and for staff who are not made by a file.</summary>
    static readonly HashSet<string> guardians = [.. "guardian parent mother father relative responsable responsablelegal tuteur tutor tutora padre madre".Split(' ')];
    static readonly HashSet<string> trusted = [.. "coordinator safeguardinglead lead administrator admin coordination protectiondelenfance administration coordinacion responsabledeproteccion administracion".Split(' ')];

    public static Role? RoleOf(string cell) => roles.TryGetValue(Columns.Bare(cell), out var role) ? role : null;

    public static string UnknownRole(string cell) => Columns.Bare(cell) is var bare && guardians.Contains(bare) ? "role.guardian" : trusted.Contains(bare) ? "role.trusted" : "role.unknown";

    public static ConsentKind? KindOf(string cell) => kinds.TryGetValue(Columns.Bare(cell), out var kind) ? kind : null;

    public static string? LanguageOf(string cell) => Spoken.Of(cell.Trim().Replace('_', '-')) ?? languages.GetValueOrDefault(Columns.Bare(cell));

    /// <summary>Whether a spreadsheet would take it for a formula.</summary>
    public static bool IsFormula(string cell) => cell.Length > 1 && cell[0] is '=' or '@' or '+' or '-' || cell.StartsWith("'=", StringComparison.Ordinal);

    /// <summary>A day that stands in the calendar; nothing for what is none, or for 3/4/2016 as long as nobody knows which is the month.</summary>
    public static DateOnly? Day(string cell, DayOrder order)
    {
        if (DateOnly.TryParseExact(cell, ["yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day.Year is >= Earliest and <= Latest ? day : null;
        if (Written().Match(cell) is not { Success: true } written) return null;
        var (first, second, year) = (Number(written, 1), Number(written, 2), Number(written, 3));
        var monthFirst = second > 12 || (first <= 12 && cell.Contains('/') && order == DayOrder.MonthFirst);
        if (first <= 12 && second <= 12 && first != second && cell.Contains('/') && order == DayOrder.Unknown) return null;
        var (month, of) = monthFirst ? (first, second) : (second, first);
        return year is >= Earliest and <= Latest && month is >= 1 and <= 12 && of >= 1 && of <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, of) : null;
    }

    /// <summary>Whether it is a day that can be read in two ways.</summary>
    public static bool IsEitherWay(string cell) => Written().Match(cell) is { Success: true } written && cell.Contains('/') && Number(written, 1) is >= 1 and <= 12 && Number(written, 2) is >= 1 and <= 12;

    /// <summary>How a file writes its days: found out from those that can be read in one way alone. French and Spanish put the day first anyway.</summary>
    public static DayOrder OrderOf(IEnumerable<string> days, string language)
    {
        var (dayFirst, monthFirst) = (language != "en", false);
        foreach (var cell in days)
        {
            if (!cell.Contains('/') || Written().Match(cell) is not { Success: true } written) continue;
            dayFirst |= Number(written, 1) > 12;
            monthFirst |= Number(written, 2) > 12;
        }
        return dayFirst == monthFirst ? DayOrder.Unknown : dayFirst ? DayOrder.DayFirst : DayOrder.MonthFirst;
    }

    static int Number(Match written, int group) => int.Parse(written.Groups[group].Value, CultureInfo.InvariantCulture);

    static Dictionary<string, T> Each<T>(params (T Value, string Names)[] each) => each.SelectMany(one => one.Names.Split(' ').Select(name => (name, one.Value))).ToDictionary(one => one.name, one => one.Value);

    [GeneratedRegex(@"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")]
    private static partial Regex Written();
}

/// <summary>What comes first in 3/4/2016.</summary>
enum DayOrder { Unknown, DayFirst, MonthFirst }
