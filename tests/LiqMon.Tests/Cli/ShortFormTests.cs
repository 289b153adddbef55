using System.CommandLine;
using LiqMon.Cli;
using LiqMon.Tests.Queries;
using LiqMon.Venues;

namespace LiqMon.Tests.Cli;

/// <summary>What people type in a hurry: assets and spans without options, amounts with letters, slips, help, a line to paste.</summary>
public sealed class ShortFormTests : IDisposable
{
    private static readonly Dictionary<string, string> OneVenue = VenueCatalog.All.Where(venue => venue.Profile.Id != "binance")
        .ToDictionary(venue => $"LIQMON_Venues__{venue.Profile.Id}__Enabled", _ => "false");

    private readonly SampleStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("squeeze BTC 1h", "squeeze --asset BTC --window 1h")]
    [InlineData("squeeze 1h btc,eth", "squeeze --asset BTC,ETH --window 1h")]
    [InlineData("liquidations ETH", "liquidations --asset ETH")]
    [InlineData("oi 2h --asset BTC", "oi --window 2h --asset BTC")]
    [InlineData("cascades BTC 7d", "cascades --asset BTC --window 7d")]
    [InlineData("context BTC", "context --asset BTC")]
    [InlineData("liquidations --min-usd 142.5k", "liquidations --min-usd 142500")]
    [InlineData("liquidations --min-usd 0.0001B", "liquidations --min-usd 100000")]
    [InlineData("liquidations --min-usd 1e5", "liquidations --min-usd 100000")]
    public async Task In_short_and_at_length_it_is_the_same_question(string inShort, string atLength)
    {
        var (one, other) = (await Run(inShort), await Run(atLength));
        Assert.Equal(other, one);
        Assert.NotEqual(ExitCode.Usage, one.Code);
    }

    [Theory]
    [InlineData("squeeze 1h 2h", "'2h': the span is named twice")]
    [InlineData("squeeze 1h --window 2h", "'1h': the span is named twice")]
    [InlineData("squeeze BTC 7x", "--window: '7x' is not a window")]
    [InlineData("squeeze --bogus", "Unrecognized option '--bogus'.")]
    [InlineData("context BTC --asset ETH", "'BTC': the asset is named twice")]
    [InlineData("squeeze B'TC", "--asset: 'B'TC' cannot be an asset")]
    [InlineData("liquidations --min-usd 5x", "write dollars such as 100000, 2500.50, 250k or 1M")]
    [InlineData("liquidations --min-usd 1e3k", "is not an amount")]
    [InlineData("liquidations --min-usd 2000B", "is not an amount")]
    [InlineData("squeze BTC", "did you mean squeeze?")]
    [InlineData("squeeze --asert BTC", "did you mean --asset?")]
    [InlineData("report weakly", "did you mean weekly?")]
    [InlineData("fill --help", "Unrecognized command or argument 'fill'.")]
    [InlineData("help nothing", "help: 'nothing' is no command")]
    [InlineData("completion tcsh", "'tcsh' is not one of bash, zsh, fish")]
    public async Task A_slip_is_answered_with_what_was_meant(string line, string expected)
    {
        var run = await Run(line);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_near_nothing_is_given_no_advice() =>
        Assert.DoesNotContain("did you mean", (await Run("frobnicate")).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("squeeze BTC 24h --line", "BTC 24h: shorts $192.0K, longs $142.5K, net shorts +$49.5K (≥, 99 % covered)\n")]
    [InlineData("squeeze BTC --from 2026-11-20T10:55 --to 2026-11-20T11:05 --line", "BTC 2026-11-20T10:55:00.000Z to 2026-11-20T11:05:00.000Z: shorts $0, longs $142.5K, net longs +$142.5K (≥, 100 % covered)\n")]
    [InlineData("squeeze 24h --by asset --line", "BTC 24h: shorts $192.0K, longs $142.5K, net shorts +$49.5K (≥, 99 % covered)\nETH 24h: shorts $901, longs $0, net shorts +$901 (≥, 99 % covered)\n")]
    [InlineData("squeeze BTC 24h --venue binance --line", "BTC on binance 24h: shorts $192.0K, longs $142.5K, net shorts +$49.5K (≥, 99 % covered)\n")]
    public async Task One_line_can_be_pasted(string line, string expected) => Assert.Equal(expected, (await Run(line)).Out);

    [Fact]
    public async Task A_list_may_be_of_one_side()
    {
        var run = await Run("liquidations --side long --format csv");
        Assert.Contains(",long,", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(",short,", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await Run("liquidations --side short --format csv")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }

    [Fact]
    public async Task Help_may_be_asked_for_as_a_command_and_ends_with_examples()
    {
        var (command, option) = (await Run("help squeeze"), await Run("squeeze --help"));
        Assert.Equal((ExitCode.Ok, option.Out), (command.Code, command.Out));
        Assert.EndsWith("  liqmon squeeze ETH --from 2026-11-01 --to 2026-11-08 --by day --format csv\n\n", option.Out, StringComparison.Ordinal);
        Assert.Contains("liqmon report weekly", (await Run("help report weekly")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_has_examples_and_each_is_understood()
    {
        var root = CommandLine.Build(new CliContext { Out = TextWriter.Null, Error = TextWriter.Null, Time = FixedTime.Noon });
        Assert.Equal(root.Subcommands.Select(command => command.Name).Order(), Examples.All.Select(example => example.Command).Distinct().Order());
        Assert.All(Examples.All, example =>
        {
            var parsed = root.Parse(example.Line.Split(' ')[1..]);
            Assert.Empty(parsed.Errors);
            Assert.Empty(parsed.UnmatchedTokens);
        });
    }

    [Theory]
    [InlineData("squeeze --venue bin", "binance")]
    [InlineData("squeeze --by v", "venue")]
    [InlineData("squeeze --window 7", "7d")]
    [InlineData("cascades --side l", "long")]
    [InlineData("sque", "squeeze")]
    [InlineData("squeeze E", "ETH")]
    [InlineData("oi --asset S", "SOL")]
    [InlineData("map --model p", "path")]
    [InlineData("report weekly --format x", "xlsx")]
    [InlineData("export m", "minutes")]
    public async Task A_shell_completes_names_and_values(string line, string expected)
    {
        var run = await CliRun.Of($"[suggest:{line.Length}]", line);
        Assert.Contains(expected, run.Out.Split('\n'));
        foreach (var shell in new[] { "bash", "zsh", "fish" })
            Assert.Contains("[suggest:", (await Run($"completion {shell}")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("liqmon-data", "liqmon-demo", "a demo has a store beside it: --data ")]
    [InlineData("liqmon-demo", "liqmon-data", "real venues have a store beside it: --data ")]
    public async Task Where_there_is_nothing_the_store_beside_it_is_named(string empty, string full, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-test-").FullName;
        try
        {
            var (asked, other) = (Path.Combine(folder, empty), Path.Combine(folder, full));
            Assert.DoesNotContain("beside it", (await CliRun.Of("squeeze", "--data", asked)).Error, StringComparison.Ordinal);
            Directory.CreateDirectory(other);
            File.Copy(Path.Combine(_store.Directory, "liqmon.db"), Path.Combine(other, "liqmon.db"));
            var run = await CliRun.Of("squeeze", "--data", asked);
            Assert.Equal(ExitCode.Failure, run.Code);
            Assert.Contains($"liqmon: {expected}{other}\n", run.Error, StringComparison.Ordinal);

            // The same for a store that is there and has nothing of the span.
            Directory.CreateDirectory(asked);
            File.Copy(Path.Combine(_store.Directory, "liqmon.db"), Path.Combine(asked, "liqmon.db"));
            Assert.Contains($"liqmon: {expected}{other}\n", (await CliRun.Of("squeeze", "DOGE", "--data", asked)).Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Totals_of_others_may_come_from_standard_input()
    {
        const string Lines = "date,asset,long,short\n2026-11-18,BTC,10,20\n2026-11-19,BTC,30,40\n";
        var run = await CliRun.Of(
            context => context with { OpenInput = () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Lines)) },
            "import", "totals", "-", "--source", "coinglass", "--columns", "asset=asset,time=date,long=long,short=short", "--data", _store.Directory);
        Assert.Equal((ExitCode.Ok, ""), (run.Code, run.Code == ExitCode.Ok ? "" : run.Error));
        Assert.Contains("coinglass", (await Run("import list")).Out, StringComparison.Ordinal);

        var single = await CliRun.Of(
            context => context with { OpenInput = () => new MemoryStream("date,asset,long,short\n2026-11-18,BTC,10,20\n"u8.ToArray()) },
            "import", "totals", "-", "--source", "coinglass", "--data", _store.Directory);
        Assert.StartsWith("liqmon: standard input: ", single.Error, StringComparison.Ordinal);
        Assert.Contains("--bucket", single.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> Run(string line) => CliRun.Of(OneVenue, [.. line.Split(' '), "--data", _store.Directory]);
}
