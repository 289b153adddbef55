using System.Numerics;
using FsCheck.Fluent;
using LiqMon.Market;

namespace LiqMon.Tests.Market;

public sealed class ValuationTests
{
    public static TheoryData<MarginKind, QuantityUnit> Combinations() => new()
    {
        { MarginKind.Linear, QuantityUnit.Base },
        { MarginKind.Linear, QuantityUnit.Contracts },
        { MarginKind.Linear, QuantityUnit.Quote },
        { MarginKind.Inverse, QuantityUnit.Base },
        { MarginKind.Inverse, QuantityUnit.Contracts },
        { MarginKind.Inverse, QuantityUnit.Quote },
        { MarginKind.Quanto, QuantityUnit.Contracts },
    };

    [Theory]
    // Binance: 0.4 BTC filled at 49,000; ten COIN-M contracts of 100 dollars; OKX: ten contracts of 0.01 BTC.
    [InlineData(MarginKind.Linear, QuantityUnit.Base, "1", "49000", "0.4", 19_600_000_000)]
    [InlineData(MarginKind.Inverse, QuantityUnit.Contracts, "100", "50000", "10", 1_000_000_000)]
    [InlineData(MarginKind.Linear, QuantityUnit.Contracts, "0.01", "50000", "10", 5_000_000_000)]
    [InlineData(MarginKind.Inverse, QuantityUnit.Base, "1", "50000", "0.02", 1_000_000_000)]
    [InlineData(MarginKind.Linear, QuantityUnit.Quote, "1", "50000", "123.45", 123_450_000)]
    [InlineData(MarginKind.Linear, QuantityUnit.Base, "1", "0.0000005", "1", 0)]
    [InlineData(MarginKind.Linear, QuantityUnit.Base, "1", "0.0000015", "1", 2)]
    public void Dollars_by_hand(MarginKind margin, QuantityUnit unit, string size, string price, string quantity, long microUsd)
    {
        Assert.Equal(ValuationOutcome.Valued, Valuation.Notional(Contract(margin, unit, Number(size)), Number(price), Number(quantity), out var actual));
        Assert.Equal(microUsd, actual);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Dollars_equal_exact_arithmetic(MarginKind margin, QuantityUnit unit) => Numbers.Hold(
        from size in Numbers.Positive(18)
        from price in Numbers.Positive(18)
        from quantity in Numbers.Positive(18)
        from index in Numbers.Positive(18)
        select (size, price, quantity, index),
        value =>
        {
            var factors = new List<ExactNumber> { value.quantity };
            if (unit == QuantityUnit.Contracts)
                factors.Add(value.size);
            if (unit != QuantityUnit.Quote && !(margin == MarginKind.Inverse && unit == QuantityUnit.Contracts))
                factors.Add(value.price);
            if (margin == MarginKind.Quanto)
                factors.Add(value.index);
            var expected = ExactNumberTests.Rounded(
                factors.Aggregate(BigInteger.One, (product, factor) => product * factor.Mantissa), factors.Sum(factor => factor.Scale));
            var outcome = Valuation.Notional(Contract(margin, unit, value.size), value.price, value.quantity, out var actual, value.index);
            return expected > long.MaxValue
                ? outcome == ValuationOutcome.OutOfRange && actual == 0
                : outcome == ValuationOutcome.Valued && actual == expected;
        });

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Dollars_equal_decimal_arithmetic_for_numbers_of_everyday_length(MarginKind margin, QuantityUnit unit) => Numbers.Hold(
        from size in Gen.Choose(1, 10_000)
        from cents in Gen.Choose(1, 20_000_000)
        from thousandths in Gen.Choose(1, 10_000_000)
        select (Size: Numbers.Exact(size, 4), Price: Numbers.Exact(cents, 2), Quantity: Numbers.Exact(thousandths, 3)),
        value =>
        {
            decimal size = Decimal(value.Size), price = Decimal(value.Price), quantity = Decimal(value.Quantity);
            var dollars = (margin, unit) switch
            {
                (MarginKind.Linear, QuantityUnit.Base) => quantity * price,
                (MarginKind.Linear, QuantityUnit.Contracts) => quantity * size * price,
                (MarginKind.Inverse, QuantityUnit.Base) => quantity * price,
                (MarginKind.Inverse, QuantityUnit.Contracts) => quantity * size,
                (MarginKind.Quanto, _) => quantity * size * price * 2.5m,
                _ => quantity,
            };
            var expected = (long)decimal.Round(dollars * 1_000_000, MidpointRounding.ToEven);
            return Valuation.Notional(Contract(margin, unit, value.Size), value.Price, value.Quantity, out var actual, Numbers.Exact(25, 1))
                == ValuationOutcome.Valued && actual == expected;
        });

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Base_and_contracts_agree_with_the_dollars(MarginKind margin, QuantityUnit unit) => Numbers.Hold(
        from size in Gen.Choose(1, 10_000)
        from cents in Gen.Choose(100, 20_000_000)
        from units in Gen.Choose(1, 10_000_000)
        select (Size: Numbers.Exact(size, 4), Price: Numbers.Exact(cents, 2), Quantity: Numbers.Exact(units, 1)),
        value =>
        {
            var contract = Contract(margin, unit, value.Size, assetFactor: 1_000);
            if (Valuation.Notional(contract, value.Price, value.Quantity, out var microUsd, ExactNumber.One) != ValuationOutcome.Valued)
                return false;
            var dollars = microUsd / 1e6;
            var baseQuantity = Valuation.BaseQuantity(contract, value.Price, value.Quantity, microUsd);
            var contracts = Valuation.Contracts(contract, value.Price, value.Quantity);
            var perContract = margin == MarginKind.Inverse ? value.Size.ToDouble() : value.Size.ToDouble() * value.Price.ToDouble();
            return Near(baseQuantity / 1_000 * value.Price.ToDouble(), dollars) && Near(contracts * perContract, dollars);
        });

    [Fact]
    public void What_has_no_dollar_rate_is_not_valued()
    {
        Assert.Equal(ValuationOutcome.NoUsdRate, Valuation.Notional(Contract(MarginKind.Linear, QuantityUnit.Base, ExactNumber.One, "BTC"), ExactNumber.One, ExactNumber.One, out _));
        Assert.Equal(ValuationOutcome.NoUsdRate, Valuation.Notional(Contract(MarginKind.Quanto, QuantityUnit.Contracts, ExactNumber.One), ExactNumber.One, ExactNumber.One, out _));
        Assert.Equal(ValuationOutcome.Valued, Valuation.Notional(Contract(MarginKind.Inverse, QuantityUnit.Contracts, ExactNumber.One, "XYZ"), ExactNumber.One, ExactNumber.One, out _));
    }

    private static Instrument Contract(MarginKind margin, QuantityUnit unit, ExactNumber size, string quote = "USDT", long assetFactor = 1) => new()
    {
        Venue = "x",
        Symbol = "S",
        Asset = "A",
        Quote = quote,
        Margin = margin,
        QuantityUnit = unit,
        ContractSize = size,
        AssetFactor = assetFactor,
    };

    private static ExactNumber Number(string text)
    {
        Assert.True(ExactNumber.TryParse(text, out var number));
        return number;
    }

    private static decimal Decimal(ExactNumber number) =>
        decimal.Parse(number.ToString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);

    private static bool Near(double actual, double expected) => Math.Abs(actual - expected) <= Math.Max(1e-5, Math.Abs(expected) * 1e-9);
}
