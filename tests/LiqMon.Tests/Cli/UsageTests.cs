namespace LiqMon.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("--venue: 'nowhere' is not known; the venues are binance", "squeeze", "--venue", "nowhere")]
    [InlineData("--venue: 'bitmex' is closed 2026-09-23", "record", "--venue", "bitmex", "--out", "no-such-folder/x")]
    [InlineData("--window: '7x' is not a window", "squeeze", "--window", "7x")]
    [InlineData("--window: '0d' is not a window", "squeeze", "--window", "0d")]
    [InlineData("--window: '401d' is not a window", "squeeze", "--window", "401d")]
    [InlineData("--window: goes alone", "squeeze", "--window", "7d", "--from", "2026-11-01")]
    [InlineData("--to: needs --from", "squeeze", "--to", "2026-11-01")]
    [InlineData("--from: must be before --to", "squeeze", "--from", "2026-11-02", "--to", "2026-11-01")]
    [InlineData("--from: lies in the future", "squeeze", "--from", "2026-12-01")]
    [InlineData("--from: '01/02/2026' is not a time", "squeeze", "--from", "01/02/2026")]
    [InlineData("--by: 'week' is not one of asset, venue, day, hour", "squeeze", "--by", "week")]
    [InlineData("--by: 'none' is not one of", "squeeze", "--by", "none")]
    [InlineData("--asset: is empty", "squeeze", "--asset", "")]
    [InlineData("--asset: is empty", "liquidations", "--asset", ",")]
    [InlineData("--venue: is empty", "squeeze", "--venue", " , ")]
    [InlineData("--asset: 'B'TC' cannot be an asset", "squeeze", "--asset", "B'TC")]
    [InlineData("--format: 'xml' is not one of table, json, csv, md", "squeeze", "--format", "xml")]
    [InlineData("--limit: '0' is not a number of rows", "liquidations", "--limit", "0")]
    [InlineData("--limit: '100001' is not a number of rows", "liquidations", "--limit", "100001")]
    [InlineData("--min-usd: '-5' is not an amount", "liquidations", "--min-usd=-5")]
    [InlineData("--speed: 'fast' is not a pace", "replay", "--speed", "fast", "frames.jsonl")]
    [InlineData("--scenario: 'war' is not one of quiet, mixed, cascade", "simulate", "--scenario", "war")]
    [InlineData("--out: name the file", "record")]
    [InlineData("Unrecognized command or argument 'squeze'", "squeze")]
    [InlineData("--api-key: secrets are not taken from the command line", "run", "--api-key=0123456789abcdef")]
    [InlineData("callers must send a key", "run", "--listen", "http://0.0.0.0:8190")]
    public async Task Errors_exit_2_and_say_what_is_accepted(string message, params string[] args)
    {
        var run = await CliRun.Of(args);

        Assert.Equal(2, run.Code);
        Assert.Equal("", run.Out);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_are_told_at_once()
    {
        var run = await CliRun.Of("squeeze", "--venue", "nowhere", "--window", "x", "--by", "y");

        Assert.Equal(3, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Many_errors_of_one_kind_are_one_line()
    {
        var run = await CliRun.Of("squeeze", "--venue", "nowhere,okx,there,okay,no,nowhere,none", "--asset", "B'TC,ETH,a b");

        Assert.Contains("--venue: 'nowhere', 'there', 'okay' and 2 more are not known; the venues are ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--asset: 'B'TC', 'a b' cannot be an asset", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Control_characters_of_an_argument_do_not_reach_the_terminal()
    {
        var run = await CliRun.Of("squeeze", "--venue", "\u001b[2Jx\u202e");

        Assert.Contains("'\\u001b[2Jx\\u202e'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_store_says_what_to_do()
    {
        var run = await CliRun.Of("squeeze", "--data", Path.Combine(Path.GetTempPath(), "no-liqmon-store-here"));

        Assert.Equal(1, run.Code);
        Assert.Contains("liqmon run", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Venues_needs_no_store()
    {
        var run = await CliRun.Of("venues", "--format", "csv", "--data", Path.Combine(Path.GetTempPath(), "no-liqmon-store-here"));

        Assert.Equal(0, run.Code);
        Assert.Contains("\r\nbinance,Binance,true,sampled,", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_commands()
    {
        var run = await CliRun.Of("--help");

        Assert.Equal(0, run.Code);
        foreach (var command in new[] { "run", "demo", "squeeze", "liquidations", "oi", "venues", "record", "replay", "simulate" })
            Assert.Contains($"\n  {command} ", run.Out, StringComparison.Ordinal);
    }
}
