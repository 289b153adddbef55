using System.Text.Json;
using System.Text.Json.Serialization;
using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>The JSON of every answer, the same for command line and HTTP: snake case, exact decimals, UTC with milliseconds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters =
    [
        typeof(UtcTimeConverter),
        typeof(SnakeCaseNames<Venues.ContractRefusal>),
        typeof(SnakeCaseNames<Alerts.AlertEvent>),
        typeof(SnakeCaseNames<Alerts.AlertResultStatus>),
        typeof(SnakeCaseNames<Windows.CascadeChangeKind>),
        typeof(SnakeCaseNames<Doctor.CheckState>),
        typeof(SnakeCaseNames<DeficitReason>),
        typeof(SnakeCaseNames<FeedClass>),
        typeof(SnakeCaseNames<GapReason>),
        typeof(SnakeCaseNames<Estimates.LearnedFeeds>),
        typeof(SnakeCaseNames<LiquidatedSide>),
        typeof(SnakeCaseNames<MarginKind>),
        typeof(SnakeCaseNames<PriceKind>),
        typeof(SnakeCaseNames<SamplingRule>),
        typeof(SnakeCaseNames<SqueezeLabel>),
        typeof(SnakeCaseNames<TrendState>),
        typeof(SnakeCaseNames<FlowState>),
        typeof(SnakeCaseNames<LevelRole>),
    ])]
[JsonSerializable(typeof(SqueezeResult))]
[JsonSerializable(typeof(IReadOnlyList<SqueezeResult>))]
[JsonSerializable(typeof(ExternalSqueezeResult))]
[JsonSerializable(typeof(IReadOnlyList<ExternalSqueezeResult>))]
[JsonSerializable(typeof(ComparisonResult))]
[JsonSerializable(typeof(IReadOnlyList<ComparisonResult>))]
[JsonSerializable(typeof(IReadOnlyList<ExternalSourceResult>))]
[JsonSerializable(typeof(Import.ImportSummary))]
[JsonSerializable(typeof(LiquidationsResult))]
[JsonSerializable(typeof(LiquidationResult))]
[JsonSerializable(typeof(OpenInterestResult))]
[JsonSerializable(typeof(MapResult))]
[JsonSerializable(typeof(MapScoreResult))]
[JsonSerializable(typeof(IReadOnlyList<VenueResult>))]
[JsonSerializable(typeof(MarketContextResult))]
[JsonSerializable(typeof(LongShortResult))]
[JsonSerializable(typeof(ProblemResult))]
[JsonSerializable(typeof(ReadinessResult))]
[JsonSerializable(typeof(StatusResult))]
[JsonSerializable(typeof(DroppedResult))]
[JsonSerializable(typeof(CascadesResult))]
[JsonSerializable(typeof(CascadeChangeResult))]
[JsonSerializable(typeof(Alerts.Alert))]
[JsonSerializable(typeof(IReadOnlyList<Alerts.AlertTestResult>))]
[JsonSerializable(typeof(Recordings.ReplaySummary))]
[JsonSerializable(typeof(Backfill.BackfillSummary))]
[JsonSerializable(typeof(Doctor.DoctorResult))]
[JsonSerializable(typeof(External.GapFillSummary))]
[JsonSerializable(typeof(InfluxResult))]
[JsonSerializable(typeof(IReadOnlyList<Estimates.EstimateScoreRow>))]
public sealed partial class QueryJson : JsonSerializerContext;

/// <summary>Why a request was not answered.</summary>
/// <param name="Error">What is wrong and what is accepted.</param>
public sealed record ProblemResult(string Error);

/// <summary>How many live events a slow subscriber missed.</summary>
/// <param name="Events">Dropped since the last such message.</param>
public sealed record DroppedResult(long Events);

/// <summary>The live state of one venue's feed.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Feed">The venue's feed.</param>
/// <param name="State">The state in lower snake case: <c>live</c>, <c>connecting</c>, or the reason of a gap.</param>
/// <param name="Since">Since when.</param>
/// <param name="LastFrame">When the feed last delivered; null if never.</param>
/// <param name="Reconnects">Connections lost since the start.</param>
/// <param name="Reason">Why it is not live; null while it is.</param>
/// <param name="Detail">The same in words.</param>
/// <param name="NextAttempt">When it is dialled again; left out while it does not wait for that.</param>
public sealed record StatusResult(
    string Venue,
    string Feed,
    string State,
    DateTimeOffset Since,
    DateTimeOffset? LastFrame,
    long Reconnects,
    string? Reason = null,
    string? Detail = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextAttempt = null)
{
    /// <summary>What is wrong with the venue's clock, or with this machine's; null while both are right or not known.</summary>
    public string? Clock { get; init; }
}

/// <summary>Writes enum members in lower snake case.</summary>
public sealed class SnakeCaseNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>Writes times as ISO-8601 UTC with exactly three digits of milliseconds.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Timestamps.Of(value));
    }
}
