using System.Text;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Venues;

namespace LiqMon.Tests.Market;

public sealed class MarketBoardTests
{
    private const long Grid = 60_000;

    private readonly SymbolRegistry _symbols = new();
    private readonly MarketSampler _board = new();
    private readonly List<OpenInterest> _openInterest = [];
    private readonly List<MarkPrice> _marks = [];

    [Fact]
    public void The_first_of_a_cell_goes_at_once_and_the_last_when_the_next_begins()
    {
        List(Linear("BTCUSDT"));
        foreach (var second in (int[])[0, 1, 20, 59, 60, 61])
            Take("BTCUSDT", second * 1_000, mark: $"{100 + second}");
        Assert.Equal([(0, 100.0), (59_000, 159.0), (60_000, 160.0)], _marks.Select(mark => (mark.TimeMs, mark.Mark)));
        _board.Flush(_openInterest, _marks);
        Assert.Equal((61_000, 161.0), (_marks[^1].TimeMs, _marks[^1].Mark));
        _board.Flush(_openInterest, _marks);
        Assert.Equal(4, _marks.Count);
    }

    [Fact]
    public void Of_a_contract_that_has_ended_the_last_sample_is_kept_and_nothing_is_open_after_it()
    {
        List(Linear("BTCUSDT"));
        Take("BTCUSDT", 0, mark: "100", oi: "5");
        Take("BTCUSDT", 20_000, oi: "6");
        _board.End("BTCUSDT", 50_000, _openInterest);
        _board.End("BTCUSDT", 60_000, _openInterest);
        _board.End("NEVERUSDT", 60_000, _openInterest);
        Assert.Equal([(0, 500.0), (20_000, 600.0), (50_000, 0.0)], _openInterest.Select(sample => (sample.TimeMs, sample.Usd)));
        Assert.Equal((0.0, 0.0), (_openInterest[2].Contracts, _openInterest[2].Base));
    }

    [Fact]
    public void An_end_by_a_clock_that_is_behind_the_venue_s_comes_after_the_last_sample()
    {
        List(Linear("BTCUSDT"));
        Take("BTCUSDT", 20_000, mark: "100", oi: "6");
        _board.End("BTCUSDT", 10_000, _openInterest);
        Assert.Equal(20_001, _openInterest[^1].TimeMs);
    }

    [Fact]
    public void Missing_fields_keep_their_values()
    {
        List(Linear("BTCUSDT"));
        Take("BTCUSDT", 0, mark: "100", index: "99", funding: "0.0001");
        Take("BTCUSDT", Grid, mark: "101");
        Take("BTCUSDT", 2 * Grid, funding: "0.0002");
        Assert.Equal((101.0, 99.0, 0.0001), (_marks[1].Mark, _marks[1].Index, _marks[1].FundingRate));
        Assert.Equal((101.0, 0.0002), (_marks[2].Mark, _marks[2].FundingRate));
    }

    [Fact]
    public void Old_readings_pass_and_change_nothing()
    {
        List(Linear("BTCUSDT"));
        Take("BTCUSDT", 10 * Grid, mark: "100", oi: "5");
        Take("BTCUSDT", 3 * Grid, mark: "50", oi: "7");
        Take("BTCUSDT", 11 * Grid, oi: "6");
        Assert.Equal([(10 * Grid, 500.0), (3 * Grid, 350.0), (11 * Grid, 600.0)], _openInterest.Select(oi => (oi.TimeMs, oi.Usd)));
        Assert.Equal([100.0, 50.0], _marks.Select(mark => mark.Mark));
    }

    [Fact]
    public void A_symbol_without_contract_waits_for_it()
    {
        Take("BTCUSDT", 0, mark: "100", oi: "5");
        Take("BTCUSDT", Grid, oi: "6");
        _board.Flush(_openInterest, _marks);
        Assert.Empty(_openInterest);
        List(Linear("BTCUSDT"));
        Take("BTCUSDT", Grid + 1, oi: "7");
        Assert.Equal([7.0], _openInterest.Select(oi => oi.Contracts));
        _board.Flush(_openInterest, _marks);
        Assert.Equal(100, Assert.Single(_marks).Mark);
        Take("BTCUSDT", 2 * Grid, oi: "8");
        Assert.Equal([7.0, 8.0], _openInterest.Select(oi => oi.Contracts));
    }

    [Fact]
    public void An_index_under_its_own_symbol_serves_its_contracts()
    {
        List(new Instrument { Venue = "v", Symbol = "BTCUSD_PERP", Asset = "BTC", Quote = "USD", Margin = MarginKind.Inverse, IndexSymbol = "BTCUSD" });
        Take("BTCUSD", 0, index: "99");
        Take("BTCUSD_PERP", 1, mark: "100");
        Assert.Equal(99, Assert.Single(_marks).Index);
        Take("BTCUSD_PERP", Grid, mark: "100", index: "98");
        Assert.Equal(98, _marks[1].Index);
    }

    [Fact]
    public void Open_interest_comes_in_all_three_units()
    {
        var linear = Linear("A", size: "0.01", quantity: QuantityUnit.Contracts);
        Assert.Equal((500.0, 5.0, 500.0), Value(linear, 500, OpenInterestUnit.Contracts, null, 100));
        Assert.Equal((500.0, 5.0, 500.0), Value(linear, 5, OpenInterestUnit.Base, null, 100));
        Assert.Equal((500.0, 5.0, 500.0), Value(linear, null, default, 500, 100));
        Assert.Equal((500.0, 5.0, 499.0), Value(linear, 5, OpenInterestUnit.Base, 499, 100));
        var inverse = new Instrument { Venue = "v", Symbol = "B", Asset = "BTC", Quote = "USD", Margin = MarginKind.Inverse, ContractSize = ExactNumber.From(100) };
        Assert.Equal((3.0, 3.0, 300.0), Value(inverse, 3, OpenInterestUnit.Contracts, null, 100));
        Assert.Equal((3.0, 3.0, 300.0), Value(inverse, 300, OpenInterestUnit.Usd, null, 100));
        Assert.Equal((3.0, 3.0, 300.0), Value(inverse, 3, OpenInterestUnit.Base, null, 100));
        var thousand = new Instrument { Venue = "v", Symbol = "C", Asset = "PEPE", Quote = "USDT", AssetFactor = 1_000 };
        Assert.Equal((7.0, 7_000.0, 14.0), Value(thousand, 7, OpenInterestUnit.Base, null, 2));
    }

    [Fact]
    public void What_cannot_be_known_is_not_a_number()
    {
        var (contracts, amount, usd) = Value(Linear("A"), 5, OpenInterestUnit.Base, null, null);
        Assert.Equal((5.0, 5.0), (contracts, amount));
        Assert.True(double.IsNaN(usd));
        Assert.Equal(300, Value(Linear("A"), 5, OpenInterestUnit.Base, 300, null).Usd);
        var inBitcoin = new Instrument { Venue = "v", Symbol = "D", Asset = "ETH", Quote = "BTC" };
        Assert.True(double.IsNaN(Value(inBitcoin, 5, OpenInterestUnit.Base, null, 0.05).Usd));
        var quanto = new Instrument { Venue = "v", Symbol = "E", Asset = "ETH", Quote = "USD", Margin = MarginKind.Quanto };
        Assert.True(double.IsNaN(Value(quanto, 5, OpenInterestUnit.Contracts, null, 3_000).Usd));
    }

    [Fact]
    public void Dollars_of_an_earlier_amount_do_not_stay()
    {
        List(Linear("BTCUSDT"));
        Take("BTCUSDT", 0, mark: "100", oi: "5", usd: "501");
        Take("BTCUSDT", Grid, oi: "6");
        Take("BTCUSDT", 2 * Grid, usd: "602");
        Assert.Equal([501.0, 600.0, 602.0], _openInterest.Select(oi => oi.Usd));
        Assert.Equal(6, _openInterest[2].Contracts);
    }

    [Fact]
    public void Contracts_are_ranked_by_dollars()
    {
        List(Linear("A"), Linear("B"), Linear("C"), Linear("D"));
        Take("B", 0, mark: "1", oi: "5");
        Take("C", 0, mark: "100", oi: "5");
        Take("D", 0, oi: "5");
        Assert.Equal(["C", "B", "A", "D"], _board.Ranked([Linear("D"), Linear("B"), Linear("A"), Linear("C")]).Select(contract => contract.Symbol));
    }

    private static Instrument Linear(string symbol, string size = "1", QuantityUnit quantity = QuantityUnit.Base) => new()
    {
        Venue = "v",
        Symbol = symbol,
        Asset = "BTC",
        Quote = "USDT",
        ContractSize = Number(size)!.Value,
        QuantityUnit = quantity,
    };

    private static (double Contracts, double Base, double Usd) Value(
        Instrument instrument, double? amount, OpenInterestUnit unit, double? usd, double? mark)
    {
        var value = OpenInterestValuation.Value(instrument, 0, amount, unit, usd, mark);
        return (value.Contracts, value.Base, value.Usd);
    }

    private static ExactNumber? Number(string? text) => text is not null && ExactNumber.TryParse(text, out var number) ? number : null;

    private void List(params Instrument[] instruments) => _symbols.Update(instruments, 0);

    private void Take(
        string symbol, long timeMs, string? mark = null, string? index = null, string? funding = null, string? oi = null, string? usd = null)
    {
        Assert.True(_symbols.TryGet(Encoding.ASCII.GetBytes(symbol), out var entry, out _));
        _board.Add(
            new MarketReading
            {
                Symbol = entry,
                TimeMs = timeMs,
                Mark = Number(mark),
                Index = Number(index),
                FundingRate = Number(funding),
                OpenInterest = Number(oi),
                OpenInterestUsd = Number(usd),
            },
            Grid, _openInterest, _marks);
    }
}
