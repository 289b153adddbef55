using System.Globalization;

namespace LiqMon.Windows;

/// <summary>
/// A week as ISO 8601 counts it, in UTC: it begins on Monday, and it belongs to the year that holds its Thursday. So
/// 2026-12-31 and 2027-01-03 are both in 2026-W53. The default value is no week; make one with the methods.
/// </summary>
public readonly record struct IsoWeek : IComparable<IsoWeek>
{
    /// <summary>Length of every week, milliseconds: UTC knows no summer time.</summary>
    public const long LengthMs = 7 * DayMs;

    private const long DayMs = 86_400_000;
    private const int FirstYear = 1970;
    private const int LastYear = 9998;

    private IsoWeek(int year, int number) => (Year, Number) = (year, number);

    /// <summary>The year it belongs to, 1970 to 9998; not always the year of its days.</summary>
    public int Year { get; }

    /// <summary>Its number, 1 to 52 or 53.</summary>
    public int Number { get; }

    /// <summary>Its Monday.</summary>
    public DateOnly Monday => DateOnly.FromDateTime(ISOWeek.ToDateTime(Year, Number, DayOfWeek.Monday));

    /// <summary>Its Monday at 00:00 UTC, Unix milliseconds, inclusive.</summary>
    public long FromMs => (Monday.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * DayMs;

    /// <summary>The next Monday at 00:00 UTC, Unix milliseconds, exclusive.</summary>
    public long ToMs => FromMs + LengthMs;

    /// <summary>The week that a moment lies in.</summary>
    /// <param name="timeMs">Unix milliseconds, in the years 1970 to 9998.</param>
    public static IsoWeek Of(long timeMs)
    {
        var day = DateTimeOffset.FromUnixTimeMilliseconds(timeMs).UtcDateTime;
        var year = ISOWeek.GetYear(day);
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear, nameof(timeMs));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, LastYear, nameof(timeMs));
        return new IsoWeek(year, ISOWeek.GetWeekOfYear(day));
    }

    /// <summary>Reads <c>2026-W46</c>. A week that the year does not have is none.</summary>
    public static bool TryParse(string? text, out IsoWeek week)
    {
        week = default;
        if (text is not { Length: 8 } || text[4] != '-' || text[5] != 'W'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(6, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < FirstYear or > LastYear || number < 1 || number > ISOWeek.GetWeeksInYear(year))
            return false;
        week = new IsoWeek(year, number);
        return true;
    }

    /// <summary>The week so many weeks later, or earlier for a negative number.</summary>
    public IsoWeek Plus(int weeks) => Of(FromMs + (weeks * LengthMs));

    /// <inheritdoc/>
    public int CompareTo(IsoWeek other) => (Year, Number).CompareTo((other.Year, other.Number));

    /// <summary>As in <c>2026-W46</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-W{Number:00}");

    /// <summary>Whether a week is earlier.</summary>
    public static bool operator <(IsoWeek left, IsoWeek right) => left.CompareTo(right) < 0;

    /// <summary>Whether a week is later.</summary>
    public static bool operator >(IsoWeek left, IsoWeek right) => left.CompareTo(right) > 0;

    /// <summary>Whether a week is earlier or the same.</summary>
    public static bool operator <=(IsoWeek left, IsoWeek right) => left.CompareTo(right) <= 0;

    /// <summary>Whether a week is later or the same.</summary>
    public static bool operator >=(IsoWeek left, IsoWeek right) => left.CompareTo(right) >= 0;
}
