using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>What is stored of an external source.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Totals">Stored totals, of all lengths.</param>
/// <param name="Assets">Different assets.</param>
/// <param name="Venues">Different venues; <c>ALL</c> counts as one.</param>
/// <param name="From">Start of the first.</param>
/// <param name="To">End of the last.</param>
/// <param name="ShortestBucket">Shortest length: <c>1h</c>.</param>
/// <param name="LongestBucket">Longest length: <c>1d</c>.</param>
/// <param name="Imported">When the newest was taken.</param>
public sealed record ExternalSourceResult(
    string Source, long Totals, int Assets, int Venues, DateTimeOffset From, DateTimeOffset To, string ShortestBucket,
    string LongestBucket, DateTimeOffset Imported)
{
    /// <summary>The answer for a stored source.</summary>
    public static ExternalSourceResult Of(ExternalSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ExternalSourceResult(
            source.Source, source.Totals, source.Assets, source.Venues, Timestamps.FromUnixMs(source.FirstMs), Timestamps.FromUnixMs(source.LastMs),
            LengthText.Of(source.ShortestMs), LengthText.Of(source.LongestMs), Timestamps.FromUnixMs(source.ImportedMs));
    }
}
