using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Text;

namespace LiqMon.Store;

/// <summary>What is kept in the place of an item that the store refuses: a row in quarantine, and a deficit where totals lack it.</summary>
internal static class RefusedItem
{
    /// <summary>The reason under which refused items lie in quarantine.</summary>
    internal const string Reason = "StoreRefused";

    private const string Feed = "store";
    private const string UnknownVenue = "unknown";
    private const int MaxText = 4_096;

    /// <summary>The items that take its place. They hold nothing of it that a table could refuse.</summary>
    /// <param name="item">The refused item.</param>
    /// <param name="failure">Why it was refused.</param>
    /// <param name="nowMs">The present, Unix milliseconds.</param>
    internal static IReadOnlyList<StoreItem> InPlaceOf(in StoreItem item, Exception failure, long nowMs)
    {
        var venue = Venue(item) is { Length: > 0 } known ? known : UnknownVenue;
        var text = JsonSerializer.SerializeToUtf8Bytes(
            new RefusedText(failure.Message, KindOf(item), Describe(item)), RefusedTextJson.Default.RefusedText);
        var frame = StoreItem.Of(new QuarantinedFrame(venue, Feed, nowMs, Reason, text));
        return Deficit(item, venue) is { } deficit ? [frame, StoreItem.Of(deficit)] : [frame];
    }

    /// <summary>The contracts of a refused list, each as a list of its own; null for anything that cannot be taken apart.</summary>
    internal static List<StoreItem>? Parts(in StoreItem item) => item.Payload is ListedInstruments { Instruments.Count: > 1 } listed
        ? [.. listed.Instruments.Select(instrument => StoreItem.Of(listed with { Instruments = [instrument] }))]
        : null;

    /// <summary>
    /// Whether any of some items may say that a span is whole. What a refused order leaves behind has to be durable before
    /// that. Kinds that surely do not are named; any other may.
    /// </summary>
    internal static bool MayClaimCoverage(ReadOnlySpan<StoreItem> items)
    {
        foreach (ref readonly var item in items)
        {
            if (item.Payload is not (null or PendingLiquidation or OpenInterest or MarkPrice or MarkCandle or ContextSample
                or ListedInstruments or DelistedContracts or Gap or Market.Deficit or QuarantinedFrame))
                return true;
        }

        return false;
    }

    private static string KindOf(in StoreItem item) => item.Payload?.GetType().Name ?? nameof(Liquidation);

    private static string? Venue(in StoreItem item) => item.Payload switch
    {
        null => item.Liquidation.Instrument?.Venue,
        OpenInterest sample => sample.Instrument?.Venue,
        MarkPrice sample => sample.Instrument?.Venue,
        MarkCandle candle => candle.Instrument?.Venue,
        PendingLiquidation pending => pending.Venue,
        ListedInstruments listed => listed.Venue,
        DelistedContracts delisted => delisted.Venue,
        Gap gap => gap.Venue,
        CoveredSpan span => span.Venue,
        FeedAbsence absence => absence.Venue,
        GapRepaired repaired => repaired.Venue,
        CoverageCut cut => cut.Venue,
        Market.Deficit deficit => deficit.Venue,
        DeficitEnded ended => ended.Venue,
        DeficitsRepaired repaired => repaired.Venue,
        QuarantinedFrame frame => frame.Venue,
        _ => null,
    };

    /// <summary>Orders are missing from totals; spans that were to be taken out of coverage still have to make a floor.</summary>
    private static Deficit? Deficit(in StoreItem item, string venue) => item.Payload switch
    {
        null => Order(venue, item.Liquidation.Instrument?.Symbol, item.Liquidation.EventTimeMs, item.Liquidation.NotionalMicroUsd),
        PendingLiquidation pending => Order(venue, pending.Symbol, pending.TimeMs, null),
        Gap gap => Span(venue, gap.FromMs, gap.ToMs),
        CoverageCut cut => Span(venue, cut.AtMs, cut.UntilMs == long.MaxValue ? null : cut.UntilMs),
        Market.Deficit deficit => Span(venue, deficit.FromMs, deficit.ToMs) with { Count = Math.Max(0, deficit.Count) },
        _ => null,
    };

    private static Deficit Order(string venue, string? symbol, long timeMs, long? microUsd) =>
        Span(venue, UnixTime.Minute(timeMs), UnixTime.Minute(timeMs) + UnixTime.MinuteMs) with
        {
            Symbol = symbol ?? "",
            Count = 1,
            MicroUsd = microUsd is >= 0 ? microUsd : null,
        };

    private static Deficit Span(string venue, long fromMs, long? toMs) => new()
    {
        Venue = venue,
        Feed = CoveredSpan.WholeVenue,
        FromMs = fromMs,
        ToMs = toMs,
        Reason = DeficitReason.Quarantined,
    };

    private static string Describe(in StoreItem item)
    {
        var text = new StringBuilder();
        if (item.Payload is ListedInstruments { Instruments: [var only] })
            text.Append(CultureInfo.InvariantCulture, $"{only.Venue} {only.Symbol} {only.Asset}/{only.Quote} {only.Kind} {only.Margin}");
        else if (item.Payload is { } payload)
            text.Append(payload);
        else
            text.Append(item.Liquidation);
        return text.Length <= MaxText ? text.ToString() : text.ToString(0, MaxText);
    }
}

/// <summary>The text of a refused item in quarantine.</summary>
/// <param name="Error">Why the store refused it.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Item">Its fields.</param>
internal sealed record RefusedText(string Error, string Kind, string Item);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnums)])]
[JsonSerializable(typeof(RefusedText))]
internal sealed partial class RefusedTextJson : JsonSerializerContext;
