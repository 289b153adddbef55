using System.Text;
using LiqMon.Feeds.Polling;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds.Polling;

public sealed class VanishedContractsTests
{
    private static readonly (Uri, string?) Linear = (new Uri("https://fake.example/linear"), null);
    private static readonly (Uri, string?) Inverse = (new Uri("https://fake.example/inverse"), null);

    private readonly SymbolRegistry _symbols = new();
    private readonly VanishedContracts _contracts = new();

    [Fact]
    public void A_contract_that_a_poll_brings_no_more_is_gone_until_it_is_back()
    {
        Assert.False(_contracts.Follow(Linear, Readings("BTC", "ETH")));
        Assert.False(_contracts.Follow(Inverse, Readings("XRP")));
        Assert.True(_contracts.Follow(Linear, Readings("BTC")));
        Assert.Equal((false, true, false), (_contracts.IsGone("BTC"), _contracts.IsGone("ETH"), _contracts.IsGone("XRP")));
        // Known already.
        Assert.False(_contracts.Follow(Linear, Readings("BTC")));
        Assert.False(_contracts.Follow(Linear, Readings("BTC", "ETH")));
        Assert.False(_contracts.IsGone("ETH"));
    }

    [Fact]
    public void One_that_comes_back_while_another_goes_is_noticed()
    {
        _contracts.Follow(Linear, Readings("BTC", "ETH"));
        _contracts.Follow(Linear, Readings("BTC"));
        Assert.True(_contracts.Follow(Linear, Readings("ETH")));
        Assert.Equal((true, false), (_contracts.IsGone("BTC"), _contracts.IsGone("ETH")));
    }

    private MarketReading[] Readings(params string[] symbols) =>
        [.. symbols.Select(symbol => new MarketReading { Symbol = Symbol(symbol), TimeMs = 1, OpenInterest = ExactNumber.One })];

    private VenueSymbol Symbol(string text) =>
        _symbols.TryGet(Encoding.UTF8.GetBytes(text), out var symbol, out var reason) ? symbol : throw new ArgumentException(reason.ToString());
}
