namespace LiqMon.Queries;

/// <summary>
/// What share of a venue's liquidated dollars its feed has caught, by the complete dollars of each day that somebody else
/// publishes. They are in no total.
/// </summary>
/// <param name="Source">Who publishes them.</param>
/// <param name="From">Start of the span that is summed up, a UTC day.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="Share">Caught over published dollars of the days that count, 0 and more; null where no day does.</param>
/// <param name="CaughtUsd">Dollars of these days in LiqMon's totals.</param>
/// <param name="PublishedUsd">Dollars of these days as published.</param>
/// <param name="DaysCounted">Days of the span that are published and were watched.</param>
/// <param name="Days">The days of the span, and those after it, in order.</param>
public sealed record CaughtShareResult(
    string Source, DateTimeOffset From, DateTimeOffset To, decimal? Share, decimal CaughtUsd, decimal PublishedUsd, int DaysCounted,
    IReadOnlyList<CaughtDayResult> Days);

/// <summary>One UTC day.</summary>
/// <param name="Day">Its start.</param>
/// <param name="CaughtUsd">Dollars in LiqMon's totals, of the assets that the source publishes.</param>
/// <param name="PublishedUsd">Complete dollars as published; null where they are not.</param>
/// <param name="Share">One over the other; null where the day is not published, or was not watched throughout.</param>
/// <param name="Covered">Part of the day that was watched, 0 to 1.</param>
/// <param name="Why">Why there is no share; null where there is one.</param>
public sealed record CaughtDayResult(DateTimeOffset Day, decimal CaughtUsd, decimal? PublishedUsd, decimal? Share, decimal Covered, string? Why);
