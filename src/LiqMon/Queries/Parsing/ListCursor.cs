using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Queries;

/// <summary>
/// Where the next part of a list begins: the span of its first part, and the last row that was listed. Rows of the same millisecond
/// are neither lost nor listed twice, and the span stays as it was, also that of a window, which moves with time.
/// </summary>
/// <param name="IsWindow">Whether the span is a window, whose start is exclusive.</param>
/// <param name="FromMs">Start of the span as it is shown, Unix milliseconds.</param>
/// <param name="ToMs">End of the span as it is shown.</param>
/// <param name="TimeMs">Time of the last row: of an order, or the start of a cascade.</param>
/// <param name="Number">The contract of the order, or the side of the cascade.</param>
/// <param name="Name">The identity of the order, or the asset of the cascade.</param>
public sealed record ListCursor(bool IsWindow, long FromMs, long ToMs, long TimeMs, int Number, string Name)
{
    private const char Parting = '|';
    /// <summary>Most letters of one.</summary>
    public const int LongestText = 400;


    /// <summary>Where a list of orders goes on.</summary>
    public OrderPosition? Order =>
        ulong.TryParse(Name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var identity) ? new(TimeMs, Number, identity) : null;

    /// <summary>Behind an order of a list.</summary>
    public static ListCursor Behind(SpanQuery query, OrderPosition last)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new(
            query.Window is not null, query.DisplayFromMs, query.DisplayToMs, last.TimeMs, last.InstrumentId,
            last.Identity.ToString("x", CultureInfo.InvariantCulture));
    }

    /// <summary>Behind a cascade of a list.</summary>
    public static ListCursor Behind(SpanQuery query, Cascade last)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(last);
        return new(query.Window is not null, query.DisplayFromMs, query.DisplayToMs, last.StartMs, (int)last.Side, last.Asset);
    }

    /// <summary>Whether a cascade stands behind the last one that was listed: by start, the newest first, then by asset and side.</summary>
    public bool Precedes(Cascade cascade)
    {
        ArgumentNullException.ThrowIfNull(cascade);
        if (cascade.StartMs != TimeMs)
            return cascade.StartMs < TimeMs;
        var order = string.CompareOrdinal(Name, cascade.Asset);
        return order < 0 || (order == 0 && Number < (int)cascade.Side);
    }

    /// <summary>The cursor as text that can stand in an address and in a shell as it is.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(
        Parting,
        IsWindow ? "w" : "s",
        FromMs.ToString(CultureInfo.InvariantCulture), ToMs.ToString(CultureInfo.InvariantCulture), TimeMs.ToString(CultureInfo.InvariantCulture),
        Number.ToString(CultureInfo.InvariantCulture), Name)));

    /// <summary>Reads a cursor.</summary>
    /// <returns>Null where the text is none.</returns>
    public static ListCursor? TryRead(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText || !Base64Url.IsValid(text))
            return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Parting, 6);
        return parts.Length == 6 && parts[0] is "w" or "s"
            && Number(parts[1]) is { } from && Number(parts[2]) is { } to && Number(parts[3]) is { } time
            && int.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && from < to && time < to + 1
            ? new ListCursor(parts[0] == "w", from, to, time, number, parts[5])
            : null;

        // Times of this and the next century, so that no sum of them overflows.
        static long? Number(string part) =>
            long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 10_000_000_000_000 ? number : null;
    }
}
