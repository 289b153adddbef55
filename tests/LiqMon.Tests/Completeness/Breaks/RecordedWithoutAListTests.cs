using System.Text;
using System.Threading.Channels;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Recordings;
using LiqMon.Store;
using LiqMon.Venues;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>
/// While a recording was made one of Bybit's lists could not be read: no socket was opened for its contracts, and the
/// recording does not show that there should have been one.
/// </summary>
public sealed class RecordedWithoutAListTests
{
    private const long Start = 1_794_000_000_000;

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task It_proves_nothing(bool hasAllLists, int spans)
    {
        var lane = Channel.CreateUnbounded<StoreItem>();
        var venue = new ReplayedVenue(
            VenueCatalog.Find("bybit")!, [], lane.Writer, new FrameProcessorOptions(), TimeProvider.System, NullLogger.Instance);
        Assert.Single(List(venue, "linear", Row("BTCUSDT", "LinearPerpetual", "USDT", "USDT")));
        if (hasAllLists)
        {
            Assert.Single(List(venue, "inverse", Row("BTCUSD", "InversePerpetual", "USD", "BTC")));
            Assert.Empty(List(venue, "pre-launch", ""));
        }

        foreach (var feed in (string[])(hasAllLists ? ["linear", "inverse"] : ["linear"]))
        {
            for (var second = 0; second <= 60; second++)
            {
                venue.Cover(
                    new RecordedFrame(Start, "bybit", RecordedFrame.Socket, default) { Feed = feed, Connection = 1 },
                    Start + (second * 1_000), new FrameOutcome(FrameKind.Data, null, null, default, Taken: true));
            }
        }

        await venue.WriteCoverageAsync(lane.Writer, CancellationToken.None);
        lane.Writer.Complete();
        Assert.Equal(spans, await lane.Reader.ReadAllAsync().CountAsync(item => item.Payload is CoveredSpan));
    }

    private static IReadOnlyList<Instrument> List(ReplayedVenue venue, string name, string rows) => venue.ReadInstruments(new RecordedFrame(
        Start, "bybit", $"rest:instruments:{name}",
        Encoding.UTF8.GetBytes($$$"""{"retCode":0,"retMsg":"OK","result":{"category":"x","list":[{{{rows}}}],"nextPageCursor":""}}""")));

    private static string Row(string symbol, string type, string quote, string settle) =>
        $$"""
        {"symbol":"{{symbol}}","contractType":"{{type}}","status":"Trading","baseCoin":"BTC","quoteCoin":"{{quote}}","settleCoin":"{{settle}}","launchTime":"1585526400000","deliveryTime":"0"}
        """;
}
