using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>What the fixtures of BitMEX do not show: which events are one event, and the recordings of others.</summary>
public sealed class BitmexTests
{
    private const long Received = 1_626_993_378_000;

    [Fact]
    public void An_order_is_known_by_its_id()
    {
        var readings = new FrameReadings(new SymbolRegistry());
        var first = Identity("A", "9200", Received);
        Assert.Equal(first, Identity("A", "4100", Received));
        Assert.Equal(first, Identity("A", "9200", Received + 60_000));
        Assert.NotEqual(first, Identity("B", "9200", Received));

        ulong Identity(string id, string quantity, long received)
        {
            readings.Clear(received);
            new Bitmex().Read(
                Encoding.UTF8.GetBytes($$"""{"table":"liquidation","action":"insert","data":[{"orderID":"{{id}}","symbol":"XBTUSD","side":"Buy","price":1,"leavesQty":{{quantity}}}]}"""),
                readings);
            return Assert.Single(readings.Liquidations).Identity;
        }
    }

    [Fact]
    public void A_closed_venue_asks_for_nothing()
    {
        IVenue bitmex = new Bitmex();
        var instruments = FixtureText.Instruments(bitmex, Path.Combine(AppContext.BaseDirectory, "Fixtures", "bitmex", "instruments.jsonl"));
        Assert.Equal(new DateOnly(2026, 9, 23), bitmex.Profile.ClosedOn);
        Assert.Empty(bitmex.Sockets(instruments));
        Assert.Empty(bitmex.Polls(instruments));
        Assert.Empty(bitmex.BackfillRequests(instruments, 0, Received));
    }

    [SharedFact]
    public void The_recorded_contracts_are_listed_with_their_sizes()
    {
        var instruments = Recorded().ToDictionary(instrument => instrument.Symbol);
        Assert.DoesNotContain(instruments.Values, instrument => instrument.Margin == MarginKind.Inverse && instrument.Quote != "USD");
        Assert.Equal(
            ("BTC", MarginKind.Inverse, InstrumentKind.Perpetual, "1"),
            (instruments["XBTUSD"].Asset, instruments["XBTUSD"].Margin, instruments["XBTUSD"].Kind, instruments["XBTUSD"].ContractSize.ToString()));
        Assert.Equal((MarginKind.Inverse, InstrumentKind.Dated), (instruments["XBTZ21"].Margin, instruments["XBTZ21"].Kind));
        // 100 satoshi for each dollar of the price.
        Assert.Equal((MarginKind.Quanto, "0.000001"), (instruments["ETHUSD"].Margin, instruments["ETHUSD"].ContractSize.ToString()));
        Assert.Equal((MarginKind.Linear, "BTC", "1"), (instruments["ETHU21"].Margin, instruments["ETHU21"].Quote, instruments["ETHU21"].ContractSize.ToString()));
        // A spread, a spot pair and contracts in euro are not listed.
        Assert.DoesNotContain(instruments.Keys, symbol => symbol is "XBTM26-XBTU26" or "XBT_USDT" or "XBTEUR" or "XBTEURU21");
    }

    [SharedFact]
    public void Every_recorded_order_is_read_once_and_every_open_interest()
    {
        var symbols = new SymbolRegistry();
        symbols.Update(Recorded(), 0);
        var readings = new FrameReadings(symbols);
        var bitmex = new Bitmex();
        var orders = new List<LiquidationReading>();
        var (expectedOrders, expectedOpenInterest, foundOpenInterest) = (0, 0, 0);
        foreach (var line in Recordings.Files("bitmex").SelectMany(File.ReadLines))
        {
            readings.Clear(Received + (365L * 86_400_000 * 10));
            try
            {
                bitmex.Read(Encoding.UTF8.GetBytes(line), readings);
            }
            catch (JsonException)
            {
                readings.Malformed("not JSON");
            }

            Assert.Empty(readings.Rejections);
            orders.AddRange(readings.Liquidations);
            foundOpenInterest += readings.Market.Count(reading => reading.OpenInterest is not null);
            var (sentOrders, sentOpenInterest) = Sent(line);
            expectedOrders += sentOrders;
            expectedOpenInterest += sentOpenInterest;
        }

        Assert.Equal(expectedOrders, orders.Count);
        Assert.Equal(expectedOpenInterest, foundOpenInterest);
        Assert.True(foundOpenInterest >= 3);
        var order = Assert.Single(orders);
        Assert.Equal(ValuationOutcome.Valued, order.Value(order.TimeMs, out var liquidation));
        // Bought back: a short, of 9,214 contracts of a dollar.
        Assert.Equal(
            (LiquidatedSide.Short, "10106", 9_214_000_000L), (liquidation.Side, liquidation.Price.ToString(), liquidation.NotionalMicroUsd));
    }

    [SharedFact]
    public void Every_recorded_line_is_taken_for_a_list_without_harm()
    {
        foreach (var line in Recordings.Files("bitmex").SelectMany(File.ReadLines))
        {
            try
            {
                new Bitmex().ReadInstruments(new("instruments", new Uri("https://www.bitmex.com")), Encoding.UTF8.GetBytes(line), new ContractList());
            }
            catch (JsonException)
            {
                // What the contract allows.
            }
        }
    }

    private static ContractList Recorded()
    {
        var instruments = new ContractList();
        foreach (var file in Recordings.Files("bitmex").Where(file => file.EndsWith(".rest1.jsonl", StringComparison.Ordinal) || file.Contains("xchange", StringComparison.Ordinal)))
        {
            foreach (var line in File.ReadLines(file))
                new Bitmex().ReadInstruments(new("instruments", new Uri("https://www.bitmex.com")), Encoding.UTF8.GetBytes(line), instruments);
        }

        return instruments;
    }

    /// <summary>Rows inserted into the table of liquidations, and rows with an open interest in the table of contracts.</summary>
    private static (int Orders, int OpenInterest) Sent(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("table", out var table))
            return (0, 0);
        var rows = root.GetProperty("data").EnumerateArray();
        return table.GetString() switch
        {
            "liquidation" when root.GetProperty("action").GetString() == "insert" => (rows.Count(), 0),
            "instrument" => (0, rows.Count(row => row.TryGetProperty("openInterest", out var value) && value.ValueKind == JsonValueKind.Number)),
            _ => (0, 0),
        };
    }
}
