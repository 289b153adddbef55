using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>Every name that a venue may use is taken, and nothing that would break out of a message, file or address.</summary>
public sealed class ContractNamesTests
{
    private const string Permissionless = "BUFFI,UNISWAP_V3,0X4C1B1302220D7DE5C22B495E78B72F2DD2457D45-USD";

    [Theory]
    [InlineData("BTCUSDT", true)]
    [InlineData("牛来USDT", true)]
    [InlineData("币安人生_USDT", true)]
    [InlineData(Permissionless, true)]
    [InlineData("🐶USDT", true)]
    [InlineData("", false)]
    [InlineData("BTC USDT", false)]
    [InlineData("BTC\nUSDT", false)]
    [InlineData("BTC\u001b[31m", false)]
    [InlineData("BTC\"", false)]
    [InlineData("BTC\\", false)]
    public void A_name_of_any_script_is_a_symbol(string symbol, bool isSymbol) =>
        Assert.Equal(isSymbol, ContractNames.IsSymbol(Encoding.UTF8.GetBytes(symbol)));

    [Fact]
    public void The_longest_symbol_has_128_bytes_and_must_be_text()
    {
        Assert.True(ContractNames.IsSymbol(Encoding.UTF8.GetBytes(new string('牛', 42) + "AB")));
        Assert.False(ContractNames.IsSymbol(Encoding.UTF8.GetBytes(new string('牛', 43))));
        Assert.False(ContractNames.IsSymbol([(byte)'A', 0xE7, 0x89]));
    }

    [Theory]
    [InlineData("币安人生", true)]
    [InlineData("BUFFI,UNISWAP_V3,0X4C1B1302220D7DE5C22B495E78B72F2DD2457D45", true)]
    [InlineData("B TC", false)]
    [InlineData("B'TC", false)]
    [InlineData("\u202EBTC", false)]
    [InlineData("", false)]
    public void An_asset_may_have_a_name_of_any_script(string asset, bool isName) => Assert.Equal(isName, AssetNames.IsName(asset));

    [Fact]
    public void A_symbol_written_with_escapes_is_the_same_symbol()
    {
        var symbols = new SymbolRegistry();
        symbols.Update([Contract("牛来USDT", "牛来")], 0);

        Assert.True(symbols.TryGet(Encoding.UTF8.GetBytes("\\u725b\\u6765USDT"), out var escaped, out _));
        Assert.Equal("牛来", escaped.Instrument!.Asset);
        Assert.Single(symbols.Symbols);
        Assert.False(symbols.TryGet("\\ud83d"u8, out _, out var reason));
        Assert.Equal(RejectReason.BadSymbol, reason);
    }

    [Fact]
    public void What_cannot_be_watched_is_named_until_it_is_listed_otherwise()
    {
        var symbols = new SymbolRegistry();
        symbols.Update([Contract("A", ""), Contract("B B", "B"), Contract("C", "C"), Contract("D", "D", quote: "")], 0);

        Assert.Equal(
            [new("A", ContractRefusal.NoAsset), new("B B", ContractRefusal.BadSymbol), new("D", ContractRefusal.NoQuote)], symbols.Refused);
        symbols.Update([Contract("A", "A"), Contract("D", "D")], 1);
        Assert.Equal([new RefusedContract("B B", ContractRefusal.BadSymbol)], symbols.Refused);
    }

    [Fact]
    public void More_contracts_than_are_kept_are_named()
    {
        var symbols = new SymbolRegistry();
        symbols.Update(Enumerable.Range(0, SymbolRegistry.Capacity + 2).Select(number => Contract($"C{number:D5}", "C")), 0);

        Assert.Equal(
            [new("C05000", ContractRefusal.TooManyContracts), new RefusedContract("C05001", ContractRefusal.TooManyContracts)], symbols.Refused);
    }

    [Fact]
    public void Names_are_encoded_in_addresses_and_stand_as_they_are_in_messages()
    {
        var chinese = Contract("牛来USDT", "牛来");
        var poll = Assert.Single(new Binance().Polls([chinese]), poll => poll.Request.Url.Query.Contains("symbol=", StringComparison.Ordinal));
        Assert.EndsWith("?symbol=%E7%89%9B%E6%9D%A5USDT", poll.Request.Url.AbsoluteUri, StringComparison.Ordinal);

        var plan = Assert.Single(new Dydx().Sockets([Contract(Permissionless, "BUFFI")]));
        using var message = JsonDocument.Parse(plan.Messages[^1].Text);
        Assert.Equal(Permissionless, message.RootElement.GetProperty("id").GetString());
        var history = new Dydx().BackfillRequests([Contract(Permissionless, "BUFFI")], 1_794_000_000_000, 1_794_000_060_000)[0];
        Assert.Contains("/BUFFI%2CUNISWAP_V3%2C0X", history.Url.AbsoluteUri, StringComparison.Ordinal);
        // The answer does not name its market: the address must lead back to it.
        var symbols = new SymbolRegistry();
        var readings = new FrameReadings(symbols);
        readings.Clear(1_794_000_100_000);
        new Dydx().ReadBackfill(
            history,
            """{"trades":[{"id":"1","side":"SELL","size":"2","price":"3","type":"LIQUIDATED","createdAt":"2026-11-06T21:20:10.000Z"}]}"""u8,
            1_794_000_000_000, 1_794_000_060_000, readings);
        Assert.Equal(Permissionless, Assert.Single(readings.Liquidations).Symbol.Text);
    }

    [Fact]
    public void A_permissionless_market_is_listed_under_its_whole_name()
    {
        var listed = new ContractList();
        new Dydx().ReadInstruments(
            new Dydx().InstrumentRequests[0],
            Encoding.UTF8.GetBytes("{\"markets\":{\"" + Permissionless + "\":{\"ticker\":\"" + Permissionless + "\",\"status\":\"ACTIVE\"}}}"),
            listed);

        Assert.Equal((Permissionless[..^4], "USD"), (listed[0].Asset, listed[0].Quote));
        Assert.Null(ContractNames.WhyRefused(listed[0]));
    }

    [Fact]
    public void Contracts_before_their_launch_are_asked_for_and_subscribed()
    {
        var bybit = new Bybit();
        var request = Assert.Single(bybit.InstrumentRequests, request => request.Url.Query.Contains("status=PreLaunch", StringComparison.Ordinal));
        var listed = new ContractList();
        bybit.ReadInstruments(
            request,
            """{"retCode":0,"result":{"category":"linear","list":[{"symbol":"NEWUSDT","contractType":"LinearPerpetual","status":"PreLaunch","baseCoin":"NEW","quoteCoin":"USDT"}],"nextPageCursor":""}}"""u8,
            listed);

        var plan = Assert.Single(bybit.Sockets(listed));
        Assert.Contains("\"allLiquidation.NEWUSDT\"", Encoding.UTF8.GetString(plan.Messages[0].Text.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_power_of_ten_is_a_factor_only_beside_the_bare_asset()
    {
        Assert.Equal(
            [("X", 1_000), ("X", 1), ("1000Y", 1)],
            BareAssets.Of([Contract("1000XUSDT", "1000X"), Contract("XUSDT", "X"), Contract("1000YUSDT", "1000Y")], new SymbolRegistry())
                .Select(instrument => (instrument.Asset, (int)instrument.AssetFactor)));
        Assert.Equal(("G", 1_000), AssetNames.Multiple("1000G", asset => asset is "G" or "0G"));
        Assert.Equal(("0G", 100), AssetNames.Multiple("1000G", asset => asset == "0G"));
        Assert.Null(AssetNames.Multiple("1INCH", _ => true));
        Assert.Null(AssetNames.Multiple("1000", _ => true));
    }

    [Fact]
    public void A_contract_that_was_known_by_its_number_gets_its_name()
    {
        var symbols = new SymbolRegistry();
        symbols.Update([Contract("1", "BTC")], 0);
        var named = new Instrument { Venue = "lighter", Symbol = "BTC", WireSymbol = "1", Asset = "BTC", Quote = "USDT" };

        Assert.Equal("BTC", Assert.Single(symbols.Update([named], 5)).Symbol);
        Assert.True(symbols.TryGet("1"u8, out var entry, out _));
        Assert.Equal(("BTC", 0), (entry.Instrument!.Symbol, entry.Instrument.ValidFromMs));
        Assert.Empty(symbols.Update([named], 6));
    }

    private static Instrument Contract(string symbol, string asset, string quote = "USDT") =>
        new() { Venue = "binance", Symbol = symbol, Asset = asset, Quote = quote };
}
