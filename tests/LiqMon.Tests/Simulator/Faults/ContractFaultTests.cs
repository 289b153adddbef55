using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator.Faults;

/// <summary>Contracts that end, change their names, have unusual names, or are traded before their launch.</summary>
public sealed class ContractFaultTests
{
    private const string LongName = "BUFFI,UNISWAP_V3,0X4C1B1302220D7DE5C22B495E78B72F2DD2457D45";

    private static readonly long NoonMs = Noon.ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("okx", "BTC-USDT-SWAP", "/api/v5/public/mark-price?instType=SWAP", """{"op":"subscribe","args":[{"channel":"mark-price","instId":"BTC-USDT-SWAP"}]}""", "markPx", "60018")]
    [InlineData("bybit", "BTCUSDT", "/v5/market/tickers?category=linear", """{"op":"subscribe","args":["tickers.BTCUSDT"]}""", "markPrice", "\"success\":false")]
    [InlineData("kraken", "PF_XBTUSD", "/derivatives/api/v3/tickers", """{"event":"subscribe","feed":"ticker","product_ids":["PF_XBTUSD"]}""", "markPrice", "Invalid product id")]
    public async Task A_contract_ends(string venue, string symbol, string tickers, string subscribe, string reading, string refusal)
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync(venue, clock);
        var talk = VenueTalk.Of[venue];
        using var client = await VenueClient.ConnectAsync(simulation, venue, talk.Socket!);
        await client.SendAsync(subscribe);
        await VenueTalk.UntilAsync(client, reading);
        Assert.Contains($"\"{symbol}\"", (await simulation.GetAsync(venue, tickers)).GetRawText(), StringComparison.Ordinal);

        await simulation.InjectAsync(new EndContract { Venue = venue, Symbol = symbol });

        Assert.DoesNotContain($"\"{symbol}\"", (await simulation.GetAsync(venue, talk.List)).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{symbol}\"", (await simulation.GetAsync(venue, tickers)).GetRawText(), StringComparison.Ordinal);
        await simulation.AdvanceAsync(clock, 20);
        await client.SendAsync(subscribe);
        Assert.DoesNotContain(reading, await VenueTalk.UntilAsync(client, refusal), StringComparison.Ordinal);
        using var next = await VenueClient.ConnectAsync(simulation, venue, talk.Socket!);
        await next.SendAsync(subscribe);
        await VenueTalk.UntilAsync(next, refusal);
    }

    [Fact]
    public async Task Nothing_is_liquidated_in_a_contract_that_ended()
    {
        var clock = new StepClock(Noon);
        var options = new SimulationOptions { Rate = 50, Venues = ["okx"], Assets = ["BTC", "ETH"], Faults = [new EndContract { Venue = "okx", Symbol = "BTC-USDT-SWAP", From = TimeSpan.FromSeconds(2) }] };
        await using var simulation = await Simulation.StartAsync(options, clock, CancellationToken.None);
        await simulation.AdvanceAsync(clock, 60);

        var times = simulation.Ledger.Entries().Where(entry => entry.Symbol == "BTC-USDT-SWAP").Select(entry => entry.EventTimeMs).ToList();
        Assert.NotEmpty(times);
        Assert.True(times.Max() <= NoonMs + 2_000);
        Assert.Contains(simulation.Ledger.Entries(), entry => entry.Symbol == "ETH-USDT-SWAP" && entry.EventTimeMs > NoonMs + 3_000);
    }

    [Theory]
    [InlineData("okx", "ETH-USDT-SWAP", "ETHER-USDT-SWAP")]
    [InlineData("bybit", "BTCUSDT", "XBTUSDT")]
    [InlineData("gate", "BTC_USDT", "比特_USDT")]
    [InlineData("hyperliquid", "BTC", "XBT")]
    public async Task A_contract_changes_its_name(string venue, string symbol, string name)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        var talk = VenueTalk.Of[venue];
        using var http = new HttpClient();
        var id = await simulation.InjectAsync(new RenameContract { Venue = venue, Symbol = symbol, To = name });

        var body = await (await talk.ListAsync(http, simulation, venue)).Content.ReadAsStringAsync();
        Assert.Contains($"\"{name}\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{symbol}\"", body, StringComparison.Ordinal);
        using var client = await VenueClient.ConnectAsync(simulation, venue, talk.Socket!);
        await client.SendAsync(talk.Subscribe!.Replace("\"allLiquidation." + symbol, "\"allLiquidation." + name, StringComparison.Ordinal));
        await Wait.UntilAsync(() => simulation.ReceivedText(venue).Count == 1, "the subscription");
        simulation.Emit(venue, Long(name, 61_000.5m, 3m, NoonMs));
        Assert.Contains($"\"{name}\"", await VenueTalk.UntilAsync(client, "61000.5"), StringComparison.Ordinal);
        Assert.Equal(name, Assert.Single(simulation.Ledger.Entries()).Symbol);

        await simulation.RemoveFaultsAsync(id);
        Assert.Contains($"\"{symbol}\"", await (await talk.ListAsync(http, simulation, venue)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("okx", "BTC-USDT-SWAP", "QTC-USDT-SWAP", "/api/v5/public/liquidation-orders?instType=SWAP&uly=BTC-USDT")]
    [InlineData("gate", "BTC_USDT", "QTC_USDT", "/api/v4/futures/usdt/liq_orders?to=1795176010")]
    [InlineData("htx", "BTC-USDT", "QTC-USDT", "/linear-swap-api/v3/swap_liquidation_orders?contract=BTC-USDT&end_time=1795176010000")]
    [InlineData("htx", "BTC261225", "QTC261225", "/api/v3/contract_liquidation_orders?symbol=BTC&end_time=1795176010000")]
    [InlineData("deribit", "BTC_USDC-PERPETUAL", "QTC_USDC-PERPETUAL", "/api/v2/public/get_last_trades_by_currency_and_time?currency=USDC&start_timestamp=0&end_timestamp=1795176010000&sorting=asc")]
    [InlineData("bitfinex", "tBTCF0:USTF0", "tQTCF0:USTF0", "/v2/liquidations/hist?start=0&end=1795176010000")]
    public async Task History_names_an_order_as_its_contract_was_named_when_it_happened(string venue, string symbol, string name, string history)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        simulation.Emit(venue, Long(symbol, 61_000.5m, 3m, NoonMs));
        await simulation.InjectAsync(new RenameContract { Venue = venue, Symbol = symbol, To = name });

        var body = (await simulation.GetAsync(venue, history)).GetRawText();
        Assert.Contains("61000.5", body, StringComparison.Ordinal);
        Assert.Contains($"\"{symbol}\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain(name, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gate", "BTC_USDT", "QTC_USDT", "/api/v4/futures/usdt/liq_orders?to=1795176010")]
    [InlineData("htx", "BTC-USDT", "QTC-USDT", "/linear-swap-api/v3/swap_liquidation_orders?contract=QTC-USDT&end_time=1795176010000")]
    [InlineData("kraken", "PF_XBTUSD", "PF_QBTUSD", "/derivatives/api/v3/history?symbol=PF_QBTUSD")]
    [InlineData("dydx", "BTC-USD", "QTC-USD", "/v4/trades/perpetualMarket/QTC-USD?limit=10")]
    [InlineData("coinex", "BTCUSDT", "QTCUSDT", "/v2/futures/liquidation-history?market=QTCUSDT")]
    public async Task History_may_have_earlier_orders_under_the_new_name(string venue, string symbol, string name, string history)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        simulation.Emit(venue, Long(symbol, 61_000.5m, 3m, NoonMs));
        await simulation.InjectAsync(new RenameContract { Venue = venue, Symbol = symbol, To = name, InHistory = true });

        var body = (await simulation.GetAsync(venue, history)).GetRawText();
        Assert.Contains("61000.5", body, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{symbol}\"", body, StringComparison.Ordinal);
        Assert.Equal(symbol, Assert.Single(simulation.Ledger.Entries()).Symbol);
    }

    [Theory]
    [InlineData("binance", "牛来", "牛来USDT")]
    [InlineData("gate", "币安人生", "币安人生_USDT")]
    [InlineData("bitget", "龙虾", "龙虾USDT")]
    [InlineData("dydx", LongName, LongName + "-USD")]
    public async Task Unusual_names_are_listed_and_traded(string venue, string asset, string symbol)
    {
        var clock = new StepClock(Noon);
        var options = new SimulationOptions { Rate = 0, Venues = [venue], Faults = [new AddContract { Venue = venue, Asset = asset, From = TimeSpan.FromSeconds(1) }] };
        await using var simulation = await Simulation.StartAsync(options, clock, CancellationToken.None);
        var talk = VenueTalk.Of[venue];
        Assert.DoesNotContain(asset, (await simulation.GetAsync(venue, talk.List)).GetRawText(), StringComparison.Ordinal);
        await simulation.AdvanceAsync(clock, 11);

        Assert.Contains($"\"{symbol}\"", (await simulation.GetAsync(venue, talk.List)).GetRawText(), StringComparison.Ordinal);
        using var client = await VenueClient.ConnectAsync(simulation, venue, talk.Socket!);
        await client.SendAsync(talk.Subscribe!.Replace("BTC-USD", symbol, StringComparison.Ordinal));
        await Wait.UntilAsync(() => simulation.ReceivedText(venue).Count == 1, "the subscription");
        simulation.Emit(venue, Long(symbol, 0.1057892m, 9_243m, NoonMs));

        Assert.Contains(symbol, await VenueTalk.UntilAsync(client, "0.1057892"), StringComparison.Ordinal);
        var entry = Assert.Single(simulation.Ledger.Entries());
        Assert.Equal((symbol, asset, 977_809_576L), (entry.Symbol, entry.Asset, entry.MicroUsd));
    }

    [Fact]
    public async Task Bybit_lists_a_contract_before_its_launch_only_to_those_who_ask()
    {
        await using var simulation = await SilentAsync("bybit", new StepClock(Noon));
        await simulation.InjectAsync(new PreLaunchContract { Venue = "bybit", Symbol = "BTCUSDT" });

        Assert.DoesNotContain("\"BTCUSDT\"", (await simulation.GetAsync("bybit", "/v5/market/instruments-info?category=linear")).GetRawText(), StringComparison.Ordinal);
        var list = (await simulation.GetAsync("bybit", "/v5/market/instruments-info?category=linear&status=PreLaunch")).GetProperty("result").GetProperty("list");
        Assert.Equal(("BTCUSDT", "PreLaunch"), (Assert.Single(list.EnumerateArray()).Text("symbol"), list[0].Text("status")));
        await TradedAsync(simulation, "bybit");
    }

    [Fact]
    public async Task Elsewhere_a_contract_before_its_launch_is_in_no_list()
    {
        await using var simulation = await SilentAsync("kraken", new StepClock(Noon));
        await simulation.InjectAsync(new PreLaunchContract { Venue = "kraken", Symbol = "PF_XBTUSD" });
        Assert.DoesNotContain("\"PF_XBTUSD\"", (await simulation.GetAsync("kraken", VenueTalk.Of["kraken"].List)).GetRawText(), StringComparison.Ordinal);
        await TradedAsync(simulation, "kraken");
    }

    private static async Task TradedAsync(Simulation simulation, string venue)
    {
        var talk = VenueTalk.Of[venue];
        using var client = await talk.SubscribedAsync(simulation, venue);
        simulation.Emit(venue, Long(talk.Symbol, 61_000.5m, 3m, NoonMs));
        await VenueTalk.UntilAsync(client, "61000.5");
        Assert.Equal(LedgerOutcome.Delivered, Assert.Single(simulation.Ledger.Entries()).Outcome);
    }
}
