using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LiqMon.Text;

namespace LiqMon.Tests.Text;

/// <summary>Numbers as people and spreadsheets read them.</summary>
public sealed class NumberTextTests
{
    private static readonly Gen<double> Numbers = Gen.Choose(-999_999_999, 999_999_999)
        .SelectMany(digits => Gen.Choose(-24, 12).Select(power => digits * Math.Pow(10, power)));

    [Theory]
    [InlineData(95_123.456789, "95,123.5")]
    [InlineData(95_000, "95,000.0")]
    [InlineData(104_250.1, "104,250.1")]
    [InlineData(3_412.5, "3,412.50")]
    [InlineData(187.23, "187.2300")]
    [InlineData(0.204312, "0.20431")]
    [InlineData(0.00001124, "0.00001124")]
    [InlineData(0, "0")]
    public void Prices_have_the_decimals_of_their_height(double price, string expected) => Assert.Equal(expected, NumberText.Price(price));

    [Theory]
    [InlineData(-0.0004, "0.0%")]
    [InlineData(0.0004, "0.0%")]
    [InlineData(-0.0006, "-0.1%")]
    [InlineData(0.123, "+12.3%")]
    public void A_change_that_rounds_to_nothing_has_no_sign(double change, string expected) =>
        Assert.Equal(expected, NumberText.SignedPercent(change));

    [Theory]
    [InlineData(12.345, "12.35 bps")]
    [InlineData(0.5, "0.5 bps")]
    [InlineData(250, "2.5%")]
    [InlineData(92_713, "927.1%")]
    public void Many_basis_points_are_percent(double bps, string expected) => Assert.Equal(expected, NumberText.Bps(bps));

    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(1.5e21, "1500000000000000000000")]
    [InlineData(-123.456, "-123.456")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(100, "100")]
    [InlineData(-0.0, "0")]
    [InlineData(double.NaN, "")]
    [InlineData(double.PositiveInfinity, "")]
    public void Numbers_of_CSV_have_neither_exponents_nor_binary_tails(double number, string expected) =>
        Assert.Equal(expected, NumberText.Plain(number));

    [Fact]
    public void Plain_numbers_read_back_as_the_same_to_fifteen_digits() => Prop.ForAll(Numbers.ToArbitrary(), number =>
    {
        var text = NumberText.Plain(number);
        var read = double.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return Math.Abs(read - number) <= Math.Abs(number) * 1e-14 && text.Count(char.IsAsciiDigit) <= 60
            && text.Where(char.IsAsciiDigit).SkipWhile(digit => digit == '0').Reverse().SkipWhile(digit => digit == '0').Count() <= 15;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_written_with_an_exponent_or_as_a_negative_zero() => Prop.ForAll(Numbers.ToArbitrary(), number =>
        Texts(number).All(text => !text.Contains('E', StringComparison.Ordinal) && !IsSignedZero(text))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_row_of_CSV_writes_numbers_plainly()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvText(output, "a", "b", "c"))
            csv.Row(0.1 + 0.2, 0.00000123, -5.5m);
        Assert.Equal("a,b,c\r\n0.3,0.00000123,-5.5\r\n", output.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Texts(double number)
    {
        yield return NumberText.Level(number);
        yield return NumberText.Plain(number);
        yield return NumberText.SignedPercent(number);
        yield return NumberText.SignedPercent(number, 4);
        yield return NumberText.Bps(number);
        yield return NumberText.SignedBps(number);
        yield return NumberText.Usd(number);
        yield return NumberText.SignedUsd(number);
        yield return NumberText.Price(number);
        yield return NumberText.Amount(number);
        yield return NumberText.Signed(number);
        if (Math.Abs(number) < 1e20)
            yield return NumberText.Percent((decimal)number);
    }

    private static bool IsSignedZero(string text) =>
        text is ['+' or '-', ..] && !text.Any(character => character is >= '1' and <= '9');
}
