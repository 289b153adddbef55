using System.Text;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

public sealed class FrameReadingsTests
{
    private const long Received = 1_794_000_000_000;

    private readonly SymbolRegistry _symbols = new();

    [Theory]
    [InlineData(Received + 60_000, true)]
    [InlineData(Received + 900_000, true)]
    [InlineData(Received - 480_000, true)] // Eight minutes late: seen at OKX.
    [InlineData(1_483_228_800_000, true)]
    [InlineData(1_483_228_799_999, false)]
    [InlineData(Received / 1000, false)]
    [InlineData(Received * 1000, false)]
    [InlineData(0, false)]
    [InlineData(long.MaxValue, false)]
    [InlineData(long.MinValue, false)]
    public void A_time_must_be_possible(long timeMs, bool possible)
    {
        var readings = new FrameReadings(_symbols);
        readings.Clear(Received);
        readings.AddLiquidation("BTC"u8, LiquidatedSide.Long, ExactNumber.One, PriceKind.Fill, ExactNumber.One, timeMs);
        readings.AddMarket(new MarketReading { Symbol = Symbol(readings), TimeMs = timeMs, Mark = ExactNumber.One });
        Assert.Equal(possible ? 1 : 0, readings.Liquidations.Count);
        Assert.Equal(possible ? 1 : 0, readings.Market.Count);
        Assert.All(readings.Rejections, reason => Assert.Equal(RejectReason.ImpossibleTime, reason));
    }

    /// <summary>An order is not counted under a time that far ahead; a price of now is a price of now.</summary>
    [Fact]
    public void Too_far_ahead_an_order_is_rejected_and_a_price_is_kept_by_its_receipt()
    {
        var readings = new FrameReadings(_symbols);
        readings.Clear(Received);
        readings.AddLiquidation("BTC"u8, LiquidatedSide.Long, ExactNumber.One, PriceKind.Fill, ExactNumber.One, Received + 900_001);
        readings.AddMarket(new MarketReading { Symbol = Symbol(readings), TimeMs = Received + 900_001, Mark = ExactNumber.One });
        Assert.Empty(readings.Liquidations);
        var rejected = Assert.Single(readings.RejectedOrders);
        Assert.Equal((RejectReason.ImpossibleTime, "BTC", null), (rejected.Reason, rejected.Symbol?.Text, rejected.TimeMs));
        Assert.Equal(Received, Assert.Single(readings.Market).TimeMs);
        Assert.Equal(Received + 900_001, readings.NewestStampMs);
        readings.Clear(Received, isHistory: true);
        readings.AddMarket(new MarketReading { Symbol = Symbol(readings), TimeMs = Received + 60_001, Mark = ExactNumber.One });
        Assert.Empty(readings.Market);
    }

    [Theory]
    [InlineData("1000000000001", null, null, false)]
    [InlineData("1000000000000", null, null, true)]
    [InlineData(null, "1000000000001", null, false)]
    [InlineData(null, "1000000000000", null, true)]
    [InlineData(null, null, "1000000000001", false)]
    [InlineData(null, null, "1000000000000", true)]
    public void Open_interest_and_prices_have_limits(string? amountUsd, string? usd, string? mark, bool isTaken)
    {
        var readings = new FrameReadings(_symbols);
        readings.Clear(Received);
        readings.AddMarket(new MarketReading
        {
            Symbol = Symbol(readings),
            TimeMs = Received,
            OpenInterestUnit = OpenInterestUnit.Usd,
            OpenInterest = Number(amountUsd),
            OpenInterestUsd = Number(usd),
            Mark = Number(mark),
        });
        Assert.Equal(isTaken ? 1 : 0, readings.Market.Count);
        Assert.Equal(isTaken ? [] : [RejectReason.Implausible], readings.Rejections);
        Assert.Empty(readings.RejectedOrders);

        static ExactNumber? Number(string? text) => text is not null && ExactNumber.TryParse(text, out var number) ? number : null;
    }

    [Fact]
    public void A_reading_that_says_nothing_is_none()
    {
        var readings = new FrameReadings(_symbols);
        readings.Clear(Received);
        var symbol = Symbol(readings);
        readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = Received });
        readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = Received, Mark = default(ExactNumber), Index = ExactNumber.From(-1) });
        Assert.Empty(readings.Market);
        Assert.Empty(readings.Rejections);
        readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = Received, OpenInterest = default(ExactNumber) });
        Assert.Single(readings.Market);
        readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = Received, OpenInterest = ExactNumber.From(-1) });
        Assert.Equal(RejectReason.BadNumber, Assert.Single(readings.Rejections));
    }

    [Fact]
    public void A_flood_of_symbols_is_cut_off()
    {
        var readings = new FrameReadings(_symbols);
        // The table is copied for each new symbol, so most of it is filled at one go.
        _symbols.Update(
            Enumerable.Range(0, SymbolRegistry.Capacity - 1).Select(i => new Instrument { Venue = "x", Symbol = $"S{i}", Asset = "S", Quote = "USD" }), 0);
        readings.Clear(Received);
        Assert.True(readings.TrySymbol("LAST"u8, out _));
        Assert.False(readings.TrySymbol("TOOMANY"u8, out _));
        Assert.True(readings.TrySymbol("S17"u8, out _));
        Assert.Equal(RejectReason.TooManySymbols, Assert.Single(readings.Rejections));
    }

    [Fact]
    public void A_changed_contract_size_counts_from_then_on()
    {
        Instrument Sized(long size) => new()
        {
            Venue = "x",
            Symbol = "BTC",
            Asset = "BTC",
            Quote = "USDT",
            QuantityUnit = QuantityUnit.Contracts,
            ContractSize = ExactNumber.From(size),
        };

        Assert.Single(_symbols.Update([Sized(1)], 1_000));
        Assert.Empty(_symbols.Update([Sized(1)], 2_000));
        Assert.Single(_symbols.Update([Sized(10)], 3_000));
        Assert.True(_symbols.TryGet("BTC"u8, out var entry, out _));
        Assert.Equal(ExactNumber.From(1), entry.Instrument!.At(2_999).ContractSize);
        Assert.Equal(ExactNumber.From(10), entry.Instrument.At(3_000).ContractSize);
    }

    private static VenueSymbol Symbol(FrameReadings readings)
    {
        Assert.True(readings.TrySymbol(Encoding.ASCII.GetBytes("BTC"), out var symbol));
        return symbol;
    }
}
