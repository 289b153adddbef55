using System.Globalization;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Venues;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

/// <summary>The venues that are only polled: what the simulator answers is what the readers ask for and understand.</summary>
public sealed class OpenInterestVenueProtocolTests
{
    public static TheoryData<string> Ids() =>
        [.. VenueCatalog.All.Where(venue => venue.Profile.FeedClass == FeedClass.None).Select(venue => venue.Profile.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Every_contract_has_its_open_interest_and_mark(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        await using var simulation = await SilentAsync(id, new StepClock(Noon));
        var instruments = new ContractList();
        foreach (var request in venue.InstrumentRequests)
        {
            for (var page = request; page is not null;)
                page = venue.ReadInstruments(page, await BodyAsync(simulation, id, page), instruments);
        }

        var specs = simulation.Instruments(id).ToDictionary(spec => spec.Symbol);
        Assert.Equal(specs.Keys.Order(StringComparer.Ordinal), instruments.Select(it => it.Symbol).Order(StringComparer.Ordinal));
        Assert.All(instruments, it =>
        {
            var spec = specs[it.Symbol];
            Assert.Equal((spec.Asset, (long)spec.PriceFactor, spec.Inverse), (it.Asset, it.AssetFactor, it.Margin == MarginKind.Inverse));
            Assert.Equal(spec.ContractSize, decimal.Parse(it.ContractSize.ToString(), CultureInfo.InvariantCulture));
        });

        var symbols = new SymbolRegistry();
        symbols.Update(instruments, 0);
        var readings = new FrameReadings(symbols);
        var (openInterest, marks) = (new Dictionary<string, decimal>(), new Dictionary<string, decimal>());
        foreach (var poll in venue.Polls(instruments))
        {
            readings.Clear(Noon.ToUnixTimeMilliseconds());
            Assert.Equal(FrameKind.Data, venue.ReadPoll(poll.Request.Name, await BodyAsync(simulation, id, poll.Request), readings));
            Assert.Empty(readings.Rejections);
            foreach (var reading in readings.Market)
            {
                // WhiteBIT publishes no marks: its index values the contract.
                if ((reading.Mark ?? reading.Index) is { } price) marks[reading.Symbol.Text] = Number(price);
                if (reading.OpenInterest is { } open) openInterest[reading.Symbol.Text] = Dollars(reading, open, specs[reading.Symbol.Text]);
            }
        }

        Assert.Equal(specs.Count, openInterest.Count);
        Assert.Equal(specs.Count, marks.Count);
        // Every contract starts with 60 million dollars a unit of its asset's weight, BTC with 720.
        Assert.All(openInterest, pair => Assert.InRange(Usd(pair.Value, pair.Key), 50_000_000m, 800_000_000m));

        decimal Usd(decimal dollarsOrCoins, string symbol) => dollarsOrCoins < 0 ? -dollarsOrCoins * marks[symbol] : dollarsOrCoins;
    }

    [Fact]
    public async Task A_simulation_of_them_alone_liquidates_nobody()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Rate = 50, Venues = ["kucoin", "aevo"] }, clock, CancellationToken.None);
        await simulation.AdvanceAsync(clock, 20);
        Assert.Equal(0, simulation.Ledger.Totals().LongOrders + simulation.Ledger.Totals().ShortOrders);
        Assert.Throws<ArgumentException>(() => simulation.Emit("aevo", Long("BTC-PERP", 1m, 1m, 1)));
    }

    [Fact]
    public async Task Kucoin_tells_its_history_by_the_page()
    {
        await using var simulation = await SilentAsync("kucoin", new StepClock(Noon));
        IVenue kucoin = new Kucoin();
        var now = Noon.ToUnixTimeMilliseconds();
        var readings = new FrameReadings(new SymbolRegistry());
        var instrument = new Instrument { Venue = "kucoin", Symbol = "XBTUSDTM", Asset = "BTC", Quote = "USDT" };
        var times = new List<long>();
        for (var call = kucoin.BackfillRequests([instrument], now - 86_400_000, now).Single(); call is not null;)
        {
            readings.Clear(now);
            call = kucoin.ReadBackfill(call, await BodyAsync(simulation, "kucoin", call), now - 86_400_000, now, readings).Next;
            times.AddRange(readings.Market.Select(reading => reading.TimeMs));
        }

        Assert.Equal(288, times.Distinct().Count());
        Assert.Equal(288, times.Count);
    }

    [Fact]
    public async Task Bingx_refuses_a_contract_that_is_offline()
    {
        await using var simulation = await SilentAsync("bingx", new StepClock(Noon));
        simulation.SetListed("bingx", "ETH-USDT", false);
        var readings = new FrameReadings(new SymbolRegistry());
        var body = await BodyAsync(
            simulation, "bingx", new("open-interest", new Uri("https://open-api.bingx.com/openApi/swap/v2/quote/openInterest?symbol=ETH-USDT")));
        Assert.Equal(FrameKind.Nack, new Bingx().ReadPoll("open-interest", body, readings));
        Assert.StartsWith("109415", readings.Detail);
    }

    private static async Task<byte[]> BodyAsync(Simulation simulation, string venue, RestRequest request)
    {
        using var http = new HttpClient();
        var url = new Uri(simulation.Endpoints[venue].RestUrl, request.Url.PathAndQuery);
        using var answer = request.Body is null ? await http.GetAsync(url) : await http.PostAsync(url, new StringContent(request.Body));
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Dollars; coins as a negative number, to be valued when the marks are known.</summary>
    private static decimal Dollars(MarketReading reading, ExactNumber openInterest, SimulatedInstrument spec) => reading.OpenInterestUnit switch
    {
        OpenInterestUnit.Usd => Number(openInterest),
        OpenInterestUnit.Contracts when spec.Inverse => Number(openInterest) * spec.ContractSize,
        OpenInterestUnit.Contracts => -Number(openInterest) * spec.ContractSize,
        _ => -Number(openInterest),
    };

    private static decimal Number(ExactNumber number) => decimal.Parse(number.ToString(), CultureInfo.InvariantCulture);
}
