namespace LiqMon.Queries;

/// <summary>Ratios of long to short accounts over a span, as venues publish them.</summary>
public sealed record LongShortResult : StoreResult
{
    /// <summary>The asset of the query, several with commas between, or <c>ALL</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>Start of the span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the span.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>One series for each asset and venue that has readings in the span.</summary>
    public required IReadOnlyList<LongShortSeries> Series { get; init; }
}

/// <summary>The ratios of one asset at one venue.</summary>
/// <param name="Asset">Normalised asset.</param>
/// <param name="Venue">Venue id.</param>
/// <param name="Readings">Readings, hourly, the oldest first; hours that the venue did not publish are missing.</param>
public sealed record LongShortSeries(string Asset, string Venue, IReadOnlyList<LongShortReading> Readings);

/// <summary>One ratio.</summary>
/// <param name="Time">Its time, by the venue.</param>
/// <param name="Ratio">Accounts that are net long over those that are net short.</param>
/// <param name="LongShare">The same as a part of all of them: ratio over one plus ratio.</param>
public sealed record LongShortReading(DateTimeOffset Time, double Ratio, double LongShare);
