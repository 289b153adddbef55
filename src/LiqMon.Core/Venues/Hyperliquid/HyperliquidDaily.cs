using System.Text;
using System.Text.Json;
using LiqMon.Context;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// How many dollars were liquidated on Hyperliquid, by day of UTC and coin, as the page of statistics that the venue links to
/// publishes it without a key, since June 2023. It is made of every liquidation, also of those that no public channel shows, so
/// it says what share of them the feed of the vaults' fills has caught. It does not distinguish longs and shorts.
/// <para>
/// <c>{"chart_data":[{"time":"2026-11-20T00:00:00","coin":"BTC","daily_notional_liquidated":6772.535123},…]}</c>: all days in
/// one answer of several MiB; a coin without liquidations has no row. The newest day may not be over, or not all read, so it
/// counts only once a later one is there. Whether contracts of other dexes (<c>xyz:GOLD</c>) are in it is not documented; where
/// they are, they count for the asset behind the colon. Source: <c>/daily_notional_liquidated_by_coin</c> as public clients
/// read it, and an answer of 2025-05.
/// </para>
/// </summary>
public static class HyperliquidDaily
{
    /// <summary>The source.</summary>
    public const string Source = "hyperliquid_daily";

    /// <summary>The call.</summary>
    public const string Path = "/daily_notional_liquidated_by_coin";

    /// <summary>What the names of dollars begin with; the asset follows.</summary>
    public const string Liquidated = "liquidated:";

    /// <summary>When it was read last; the value is the start of the newest whole day, Unix milliseconds.</summary>
    public const string LastRead = "read";

    /// <summary>How many of the newest whole days are kept of an answer.</summary>
    public const int Days = 90;

    private const long DayMs = 86_400_000;
    private const int TimeLength = 19;

    /// <summary>Far more than was ever liquidated of a coin in a day.</summary>
    private const double MostUsd = 1e11;

    /// <summary>Reads the answer: dollars by asset at the start of each whole day, and when it was read.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static IReadOnlyList<ContextSample> Read(ReadOnlySpan<byte> body, long nowMs)
    {
        var (sums, broken) = (new SortedDictionary<long, SortedDictionary<string, double>>(), new HashSet<long>());
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("no object");
        var isThere = false;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("chart_data"u8) && reader.Enters(JsonTokenType.StartArray))
            {
                isThere = true;
                while (reader.NextObject())
                    ReadRow(ref reader, nowMs, sums, broken);
            }
            else
            {
                reader.SkipNested();
            }
        }

        reader.End();
        if (!isThere)
            throw new JsonException("no chart_data");
        var whole = sums.Keys.SkipLast(1).Where(day => !broken.Contains(day)).ToList();
        return whole.Count == 0
            ? []
            :
            [
                .. whole.SelectMany(day => sums[day].Select(sum => new ContextSample(Source, Liquidated + sum.Key, day, sum.Value))),
                new ContextSample(Source, LastRead, nowMs, whole[^1]),
            ];
    }

    private static void ReadRow(
        scoped ref Utf8JsonReader reader, long nowMs, SortedDictionary<long, SortedDictionary<string, double>> sums, HashSet<long> broken)
    {
        ReadOnlySpan<byte> time = default, coin = default;
        ExactNumber? dollars = null;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("time"u8): time = reader.Text(); break;
                case var _ when name.SequenceEqual("coin"u8): coin = reader.Text(); break;
                case var _ when name.SequenceEqual("daily_notional_liquidated"u8): dollars = reader.Number(); break;
                default: reader.SkipNested(); break;
            }
        }

        var day = DayOf(time);
        // One day more than is kept: the newest is not whole.
        if (day > nowMs || day < nowMs - ((Days + 1) * DayMs))
            return;
        if (!sums.TryGetValue(day, out var assets))
            sums.Add(day, assets = new(StringComparer.Ordinal));
        var text = Encoding.UTF8.GetString(coin[(coin.IndexOf((byte)':') + 1)..]);
        // A sum without one of its coins would be too small, and the share of it too large.
        if (!AssetNames.IsName(text) || dollars?.ToDouble() is not (>= 0 and <= MostUsd and var usd))
        {
            broken.Add(day);
            return;
        }

        var asset = AssetNames.Normalise(text).Asset;
        assets[asset] = assets.GetValueOrDefault(asset) + usd;
    }

    /// <summary>The day of <c>2026-11-20T00:00:00</c>, which is UTC without saying so.</summary>
    private static long DayOf(ReadOnlySpan<byte> time)
    {
        Span<byte> utc = stackalloc byte[TimeLength + 1];
        if (time.Length < TimeLength)
            throw new JsonException("a row without a time");
        time[..TimeLength].CopyTo(utc);
        utc[TimeLength] = (byte)'Z';
        return IsoTime.TryParse(utc, out var ms) && EventTime.IsPlausible(ms) ? ms - (ms % DayMs) : throw new JsonException("a row without a possible time");
    }
}
