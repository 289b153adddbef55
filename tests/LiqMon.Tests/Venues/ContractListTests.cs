using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>What a list keeps of its rows, and how it counts the others.</summary>
public sealed class ContractListTests
{
    [Theory]
    [InlineData("""{"s":"A","state":"on"}""", true, null)]
    [InlineData("""{"s":"A","state":"off"}""", false, null)]
    [InlineData("""{"s":"A"}""", false, ContractRefusal.NoState)]
    [InlineData("""{"s":"A","state":null}""", false, ContractRefusal.NoState)]
    [InlineData("""{"s":"A","state":""}""", false, ContractRefusal.NoState)]
    [InlineData("""{"s":"A","state":7}""", false, ContractRefusal.NoState)]
    [InlineData("""{"state":"on"}""", false, ContractRefusal.BadSymbol)]
    [InlineData("""{"s":"A B","state":"on"}""", false, ContractRefusal.BadSymbol)]
    [InlineData("5", false, ContractRefusal.Unreadable)]
    [InlineData("null", false, ContractRefusal.Unreadable)]
    public void A_row_is_taken_passed_over_or_counted(string row, bool isTaken, ContractRefusal? refusal)
    {
        var list = Read(row, each => each.Is("state", "on") ? ListedContract.Of("v", each.Symbol, "BTC", "USD") : null);

        Assert.Equal(isTaken ? 1 : 0, list.Count);
        Assert.Equal(refusal is { } reason ? [reason] : [], list.Refused.Select(refused => refused.Reason));
        Assert.Equal(list.Refused.Count, list.Losses.Contracts);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("\"0.001\"", true)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("1e300", false)]
    [InlineData("\"NaN\"", false)]
    [InlineData("null", false)]
    [InlineData("{}", false)]
    public void A_size_is_a_possible_number(string size, bool isTaken)
    {
        var list = Read(
            $$"""{"s":"A","size":{{size}}}""",
            row => row.Size("size") is { } known ? ListedContract.Of("v", row.Symbol, "BTC", "USD", contractSize: known) : null);

        Assert.Equal(isTaken ? 1 : 0, list.Count);
        Assert.Equal(isTaken ? 0 : 1, list.Losses.Of(ContractRefusal.BadSize));
    }

    [Theory]
    [InlineData("{}", true, 0)]
    [InlineData("""{"f":null}""", true, 0)]
    [InlineData("""{"f":false}""", true, 0)]
    [InlineData("""{"f":true}""", false, 0)]
    [InlineData("""{"f":"true"}""", false, 1)]
    public void A_flag_may_be_missing_and_must_be_one(string row, bool isTaken, int refused)
    {
        var list = Read(row.Replace("{", """{"s":"A",""", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal),
            each => each.FlagOrMissing("f") == false ? ListedContract.Of("v", each.Symbol, "BTC", "USD") : null);

        Assert.Equal((isTaken ? 1 : 0, refused), (list.Count, list.Losses.Of(ContractRefusal.NoState)));
    }

    [Theory]
    [InlineData("X", 64, true)]
    [InlineData("X", 65, false)]
    [InlineData("é", 32, true)]
    [InlineData("é", 33, false)]
    public void The_name_of_an_asset_has_64_bytes_at_most(string letter, int count, bool isTaken)
    {
        var name = string.Concat(Enumerable.Repeat(letter, count));
        var list = new ContractList { ListedContract.Of("v", "A", name, "USD"), ListedContract.Of("v", "B", "BTC", name) };

        Assert.Equal(isTaken ? 2 : 0, list.Count);
        Assert.Equal(isTaken ? (0, 0) : (1, 1), (list.Losses.Of(ContractRefusal.BadAsset), list.Losses.Of(ContractRefusal.BadQuote)));
    }

    [Fact]
    public void What_is_not_taken_is_kept_short_and_counted_in_full()
    {
        var list = new ContractList();
        for (var number = 0; number < 6_000; number++)
            list.Refuse(ContractRefusal.BadSymbol, new string('x', 1_000));

        Assert.Equal((5_000, 6_000), (list.Refused.Count, list.Losses.Contracts));
        Assert.All(list.Refused, refused => Assert.Equal(128, refused.Symbol.Length));
        var sum = new ListLosses();
        sum.Add(list.Losses);
        sum.Add(list.Losses);
        Assert.Equal((12_000, 5), (sum.Of(ContractRefusal.BadSymbol), sum.Examples.Count));
        Assert.Equal("12000 without a usable symbol", sum.ToString());
    }

    private static ContractList Read(string row, Func<ListedRow, Instrument?> read)
    {
        var list = new ContractList();
        list.AddRows(JsonList.Open(Encoding.UTF8.GetBytes($"[{row}]")), "s", read);
        return list;
    }
}
