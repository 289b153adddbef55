using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck.Fluent;
using LiqMon.Market;

namespace LiqMon.Tests.Market;

public sealed class ExactNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("+1", "1")]
    [InlineData("007", "7")]
    [InlineData("1.", "1")]
    [InlineData(".5", "0.5")]
    [InlineData("-0.050", "-0.05")]
    [InlineData("100.00", "100")]
    [InlineData("100", "100")]
    [InlineData("1e2", "100")]
    [InlineData("1.5E-3", "0.0015")]
    [InlineData("100e-2", "1")]
    [InlineData("9.50e+1", "95")]
    [InlineData("0e9999", "0")]
    [InlineData("1e-999", "0")]
    [InlineData("999999999999999999", "999999999999999999")]
    [InlineData("1e17", "100000000000000000")]
    [InlineData("0.000000000000000001", "0.000000000000000001")]
    [InlineData("0.0000000000000000019", "0.000000000000000001")]
    [InlineData("123456789012345678.9", "123456789012345678")]
    [InlineData("1.2345678901234567899", "1.23456789012345678")]
    [InlineData("0.1000000000000000000000001", "0.1")]
    public void A_number_is_read_as_it_was_meant(string text, string expected)
    {
        Assert.True(ExactNumber.TryParse(text, out var number));
        Assert.Equal(expected, number.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x1F")]
    [InlineData("1,000")]
    [InlineData("1 000")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1.5")]
    [InlineData("e5")]
    [InlineData("1e18")]
    [InlineData("1000000000000000000")]
    [InlineData("1e400")]
    [InlineData("١")]
    public void Anything_else_is_no_number(string text) => Assert.False(ExactNumber.TryParse(text, out _));

    [Fact]
    public void Printing_and_reading_gives_the_same_number() => Numbers.Hold(
        Values(),
        value => ExactNumber.TryParse(value.ToString(), out var again) && again == value
            && (value.Scale == 0 || value.Mantissa % 10 != 0));

    [Fact]
    public void A_number_equals_the_decimal_of_the_same_text() => Numbers.Hold(
        from digits in Numbers.Digits(18)
        from scale in Gen.Choose(0, 18)
        from negative in Gen.Choose(0, 1)
        from leading in Gen.Choose(0, 3)
        from trailing in Gen.Choose(0, 3)
        select Text(digits, scale, negative == 1, leading, trailing),
        text => ExactNumber.TryParse(text, out var number)
            && ToDecimal(number) == decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));

    [Fact]
    public void Exponents_mean_the_same_as_plain_digits() => Numbers.Hold(
        from digits in Numbers.Digits(12)
        from exponent in Gen.Choose(-12, 6)
        select (digits, exponent),
        value =>
        {
            var plain = value.exponent >= 0
                ? value.digits.ToString(CultureInfo.InvariantCulture) + new string('0', value.exponent)
                : Text(value.digits, -value.exponent, false, 0, 0);
            return ExactNumber.TryParse($"{value.digits}e{value.exponent}", out var scientific)
                && ExactNumber.TryParse(plain, out var number) && scientific == number;
        });

    [Fact]
    public void The_double_is_the_nearest() => Numbers.Hold(
        from digits in Numbers.Digits(15)
        from scale in Gen.Choose(0, 18)
        select Numbers.Exact(digits, scale),
        value => value.ToDouble() == double.Parse(value.ToString(), CultureInfo.InvariantCulture));

    [Fact]
    public void Products_and_halves_are_exact_while_they_fit() => Numbers.Hold(
        from left in Numbers.Positive(8)
        from right in Numbers.Positive(8)
        select (left, right),
        pair => pair.left.TryTimes(pair.right, out var product)
            && (pair.left.Scale + pair.right.Scale > 18 || ToDecimal(product) == ToDecimal(pair.left) * ToDecimal(pair.right))
            && ToDecimal(pair.left.Half()) * 2 == ToDecimal(pair.left));

    [Fact]
    public void A_product_that_does_not_fit_says_so()
    {
        var large = ExactNumber.From(999_999_999_999_999_999);
        Assert.False(large.TryTimes(ExactNumber.From(2), out _));
        Assert.True(large.TryTimes(ExactNumber.One, out var same));
        Assert.Equal(large, same);
        Assert.Equal("499999999999999999", large.Half().ToString());
        Assert.Equal("0", default(ExactNumber).Half().ToString());
    }

    [Fact]
    public void Micros_are_rounded_half_to_even() => Numbers.Hold(
        from left in Numbers.Digits(18)
        from right in Numbers.Digits(18)
        from negative in Gen.Choose(0, 1)
        from scale in Gen.Choose(0, 54)
        select (Mantissa: (negative == 1 ? -1 : 1) * (Int128)left * right, Scale: scale),
        value =>
        {
            var expected = Rounded((BigInteger)value.Mantissa, value.Scale);
            var fits = ExactNumber.TryMicros(value.Mantissa, value.Scale, out var micros);
            return expected > long.MaxValue || expected < long.MinValue ? !fits : fits && micros == expected;
        });

    [Theory]
    [InlineData(5, 7, 0)]
    [InlineData(15, 7, 2)]
    [InlineData(25, 7, 2)]
    [InlineData(-15, 7, -2)]
    [InlineData(-25, 7, -2)]
    [InlineData(51, 8, 1)]
    [InlineData(1, 54, 0)]
    [InlineData(7, 0, 7_000_000)]
    public void A_tie_goes_to_the_even_neighbour(long mantissa, int scale, long expected)
    {
        Assert.True(ExactNumber.TryMicros(mantissa, scale, out var micros));
        Assert.Equal(expected, micros);
    }

    /// <summary>The number × 10^6, rounded half to even, without the code under test.</summary>
    internal static BigInteger Rounded(BigInteger mantissa, int scale)
    {
        var divisor = BigInteger.Pow(10, scale);
        var (quotient, rest) = BigInteger.DivRem(BigInteger.Abs(mantissa) * 1_000_000, divisor);
        if (rest * 2 > divisor || (rest * 2 == divisor && !quotient.IsEven))
            quotient++;
        return quotient * mantissa.Sign;
    }

    private static FsCheck.Gen<ExactNumber> Values() =>
        from digits in Numbers.Digits(18)
        from negative in Gen.Choose(0, 1)
        from scale in Gen.Choose(0, 18)
        select Numbers.Exact(negative == 1 ? -digits : digits, scale);

    private static decimal ToDecimal(ExactNumber number)
    {
        var value = (decimal)number.Mantissa;
        for (var i = 0; i < number.Scale; i++)
            value /= 10;
        return value;
    }

    private static string Text(long digits, int scale, bool negative, int leading, int trailing)
    {
        var text = new StringBuilder(digits.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0'));
        if (scale > 0)
            text.Insert(text.Length - scale, '.').Append('0', trailing);
        return (negative ? "-" : "") + text.Insert(0, new string('0', leading));
    }
}
