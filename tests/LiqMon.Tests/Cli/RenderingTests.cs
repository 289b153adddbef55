using LiqMon.Text;

namespace LiqMon.Tests.Cli;

public sealed class RenderingTests
{
    [Theory]
    [InlineData("0", "$0")]
    [InlineData("999.4", "$999")]
    [InlineData("999.5", "$1.0K")]
    [InlineData("893123456.12", "$893.1M")]
    [InlineData("999949999", "$999.9M")]
    [InlineData("999950000", "$1.00B")]
    [InlineData("-12500", "-$12.5K")]
    public void Dollars_are_short(string dollars, string expected) =>
        Assert.Equal(expected, NumberText.Usd(decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("0.99999", "99.9%")]
    [InlineData("1", "100%")]
    [InlineData("0", "0.0%")]
    public void Coverage_is_never_rounded_up(string share, string expected) =>
        Assert.Equal(expected, NumberText.Coverage(decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\\u0009x")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("plain", "plain")]
    public void Text_is_never_a_formula(string text, string expected)
    {
        using var output = new StringWriter();
        using (var csv = new CsvText(output, "a", "b"))
            csv.Row(text, -5.5m);

        Assert.Equal($"a,b\r\n{expected},-5.5\r\n", output.ToString());
    }

    [Fact]
    public void Markdown_shows_text_as_it_is() =>
        Assert.Equal("\\<b\\>\\[x\\](y) a\\|b \\*c\\*", GridText.MarkdownText("<b>[x](y) a|b *c*"));
}
