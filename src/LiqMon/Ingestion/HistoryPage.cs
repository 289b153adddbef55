using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>One call for a page of history.</summary>
/// <param name="request">The call.</param>
/// <param name="fromMs">Start of what is wanted, Unix milliseconds, inclusive.</param>
/// <param name="toMs">Its end, exclusive.</param>
internal sealed class HistoryPage(RestRequest request, long fromMs, long toMs)
{
    public RestRequest Request => request;

    /// <summary>Start of what is wanted, Unix milliseconds, inclusive.</summary>
    public long FromMs => fromMs;

    /// <summary>Its end, exclusive.</summary>
    public long ToMs => toMs;

    /// <summary>Where the page leads; before it is read, nowhere.</summary>
    public HistoryStep Step { get; private set; }

    /// <summary>Symbols of the orders on it that are in no total; empty text for one of no known contract.</summary>
    public HashSet<string> Uncounted { get; } = new(StringComparer.Ordinal);

    public FrameKind Read(IVenue venue, ReadOnlySpan<byte> body, FrameReadings readings)
    {
        Step = venue.ReadBackfill(request, body, fromMs, toMs, readings);
        return FrameKind.Data;
    }
}
