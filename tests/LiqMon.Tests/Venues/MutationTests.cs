using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>
/// Whatever arrives, a reader says that it is not JSON or gives readings that make sense. The frames are those of all
/// fixtures with bytes changed, cut off and put in. A failure prints the seed to replay it with.
/// </summary>
public sealed class MutationTests
{
    private static readonly byte[] Spice = Encoding.ASCII.GetBytes("\"{}[]:,0123456789.-+eEnulltrue\\ \0\u007f");

    public static TheoryData<string> Venues() => [.. VenueCatalog.All.Select(venue => venue.Profile.Id)];

    [Theory]
    [MemberData(nameof(Venues))]
    public void A_damaged_frame_is_refused_or_makes_sense(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", id);
        var frames = Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadLines(file)).Where(line => line.Length > 0).Select(Encoding.UTF8.GetBytes).ToArray();
        var polls = frames.Length == 0 ? [] : venue.Polls(FixtureText.Instruments(venue, Path.Combine(folder, "instruments.jsonl")))
            .Select(poll => poll.Request.Name).Append("").Distinct().ToArray();
        var symbols = new SymbolRegistry();
        symbols.Update(FixtureText.Instruments(venue, Path.Combine(folder, "instruments.jsonl")), 0);
        var readings = new FrameReadings(symbols);
        var damage =
            from frame in Gen.Choose(0, frames.Length - 1)
            from kind in Gen.Choose(0, 3)
            from places in Gen.Choose(0, int.MaxValue - 1).ArrayOf(3)
            from values in Gen.Choose(0, 255).ArrayOf(3)
            select Damaged(frames[frame], kind, places, values);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(4_000),
            Prop.ForAll(damage.ToArbitrary(), frame => MakesSense(venue, polls, frame, readings)));
    }

    private static byte[] Damaged(byte[] frame, int kind, int[] places, int[] values)
    {
        var bytes = frame.ToList();
        for (var i = 0; i < places.Length; i++)
        {
            var at = places[i] % bytes.Count;
            switch (kind)
            {
                case 0: bytes[at] = (byte)values[i]; break;
                case 1: bytes[at] = Spice[values[i] % Spice.Length]; break;
                case 2: bytes.Insert(at, Spice[values[i] % Spice.Length]); break;
                default: return [.. bytes.Take(at)];
            }
        }

        return [.. bytes];
    }

    private static bool MakesSense(IVenue venue, string[] polls, byte[] frame, FrameReadings readings)
    {
        Try(() => venue.Read(frame, readings), readings);
        foreach (var poll in polls)
            Try(() => venue.ReadPoll(poll, frame, readings), readings);
        var instruments = new ContractList();
        try
        {
            venue.ReadInstruments(venue.InstrumentRequests[0], frame, instruments);
        }
        catch (JsonException)
        {
            return true;
        }

        return instruments.All(instrument => instrument.ContractSize.IsPositive);
    }

    private static void Try(Func<FrameKind> read, FrameReadings readings)
    {
        readings.Clear(1_794_000_060_000);
        FrameKind kind;
        try
        {
            kind = read();
        }
        catch (JsonException)
        {
            return;
        }

        foreach (var reading in readings.Liquidations)
        {
            Assert.True(reading.Quantity.IsPositive && reading.Price.IsPositive);
            Assert.InRange(reading.TimeMs, 1_483_228_800_000, 1_794_000_960_000);
            Assert.True(SymbolRegistry.IsValid(Encoding.UTF8.GetBytes(reading.Symbol.Text)));
            Assert.True(kind is FrameKind.Data or FrameKind.Ack);
            if (reading.Value(reading.TimeMs, out var liquidation) == ValuationOutcome.Valued)
                Assert.True(liquidation.NotionalMicroUsd >= 0);
        }

        foreach (var reading in readings.Market)
        {
            Assert.InRange(reading.TimeMs, 1_483_228_800_000, 1_794_000_120_000);
            Assert.True(reading.OpenInterest is not { Mantissa: < 0 } && reading.Mark is not { Mantissa: <= 0 });
        }
    }
}
