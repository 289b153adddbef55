using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>What the tests of recordings share: a recorded line read as its venue reads it, and what its liquidations mean.</summary>
internal static class RecordedFrames
{
    /// <summary>Reads a line into <paramref name="readings"/>; one that is not JSON is malformed.</summary>
    public static FrameKind Read(IVenue venue, string line, FrameReadings readings, long? receivedMs = null)
    {
        readings.Clear(receivedMs);
        try
        {
            return venue.Read(Encoding.UTF8.GetBytes(line), readings);
        }
        catch (JsonException)
        {
            return readings.Malformed("not JSON");
        }
    }

    /// <summary>Any bytes may be given to any reader: it refuses them with a <see cref="JsonException"/>, if at all.</summary>
    public static void OnlyJsonException(Action read)
    {
        try
        {
            read();
        }
        catch (JsonException)
        {
            // What the contract allows.
        }
    }

    public static SymbolRegistry Symbols(IEnumerable<Instrument> instruments)
    {
        var symbols = new SymbolRegistry();
        symbols.Update(instruments, 0);
        return symbols;
    }

    /// <summary>The liquidations of one contract and millisecond in a folder of recordings, valued as of then.</summary>
    public static List<Liquidation> Liquidations(IVenue venue, string folder, SymbolRegistry symbols, string symbol, long timeMs)
    {
        var readings = new FrameReadings(symbols);
        var matches = new List<Liquidation>();
        foreach (var line in Recordings.Files(folder).SelectMany(File.ReadLines))
        {
            Read(venue, line, readings);
            foreach (var reading in readings.Liquidations.Where(reading => reading.Symbol.Text == symbol && reading.TimeMs == timeMs))
            {
                Assert.Equal(ValuationOutcome.Valued, reading.Value(timeMs, out var liquidation));
                matches.Add(liquidation);
            }
        }

        return matches;
    }

    /// <summary>Every recorded copy of one liquidation says this, and is known by the same identity.</summary>
    public static void AllMean(List<Liquidation> matches, string asset, string side, string price, string quantity, long microUsd)
    {
        Assert.NotEmpty(matches);
        Assert.All(matches, liquidation =>
        {
            Assert.Equal(asset, liquidation.Instrument.Asset);
            Assert.Equal(side, liquidation.Side == LiquidatedSide.Long ? "long" : "short");
            Assert.Equal(price, liquidation.Price.ToString());
            Assert.Equal(quantity, liquidation.Quantity.ToString());
            Assert.Equal(microUsd, liquidation.NotionalMicroUsd);
            Assert.Equal(matches[0].Identity, liquidation.Identity);
        });
    }
}
