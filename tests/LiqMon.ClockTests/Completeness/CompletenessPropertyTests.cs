using System.Globalization;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Simulator;
using LiqMon.Venues;
using Xunit.Abstractions;

namespace LiqMon.Tests.Completeness;

/// <summary>
/// The one property of completeness: for every history, with any mix of faults, an answer that says it is complete equals
/// the ledger. <c>LIQMON_TEST_HISTORIES=1000</c> plays more, <c>LIQMON_TEST_FIRST_SEED=417</c> begins elsewhere.
/// </summary>
public sealed class CompletenessPropertyTests(ITestOutputHelper output)
{
    private static readonly int Count = Number("LIQMON_TEST_HISTORIES", 200);
    private static readonly int FirstSeed = Number("LIQMON_TEST_FIRST_SEED", 1);

    /// <summary>Of the answers over full venues without faults, so many in a hundred must be complete.</summary>
    private const int LeastCompletePercent = 90;

    private static IEnumerable<int> Seeds => Enumerable.Range(FirstSeed, Count);

    [Fact]
    public async Task An_answer_that_says_complete_equals_the_ledger_and_no_answer_exceeds_it()
    {
        var failures = new List<string>();
        var incomplete = new List<string>();
        var asked = 0;
        foreach (var seed in Seeds)
        {
            var history = HistoryDraw.Of(seed);
            try
            {
                var played = await HistoryRun.PlayAsync(history);
                if (Recount.Violations(played).ToList() is { Count: > 0 } violations)
                    failures.Add($"{history}\n    {string.Join("\n    ", violations.Take(3))}");
                var observed = played.Results.Where(result => MayBeComplete(history, result.Query)).ToList();
                asked += observed.Count;
                incomplete.AddRange(observed.Where(result => result.Result.Floor)
                    .Select(result => $"{history}: {Recount.Describe(result.Query)} {FloorReasons.Of(result.Result, [])}"));
            }
            catch (Exception failure)
            {
                failures.Add($"{history}\n    {failure}");
            }
        }

        var complete = asked - incomplete.Count;
        output.WriteLine($"{complete} of {asked} answers without any fault are complete");
        incomplete.ForEach(output.WriteLine);
        Assert.True(
            failures.Count == 0,
            $"{failures.Count} of the {Count} histories from seed {FirstSeed} on are wrong; {complete} of {asked} answers without any fault are complete:\n"
            + string.Join('\n', failures));
        Assert.True(asked >= Count / 2, $"only {asked} answers could have been complete: the property holds of nothing");
        Assert.True(
            complete * 100 >= asked * LeastCompletePercent,
            $"only {complete} of {asked} answers without any fault are complete:\n{string.Join('\n', incomplete)}");
    }

    [Fact]
    public void Equal_seeds_give_equal_histories() => Assert.Equal(HistoryDraw.Of(7).ToString(), HistoryDraw.Of(7).ToString());

    [Fact]
    public void Every_kind_of_fault_is_drawn()
    {
        var drawn = Enumerable.Range(1, 400).Select(HistoryDraw.Of).ToList();
        var kinds = drawn.SelectMany(history => history.Faults).Select(fault => fault.GetType()).ToHashSet();
        Assert.Equal(
            typeof(VenueFault).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(VenueFault)) && !type.IsAbstract).Select(type => type.Name).Order(),
            kinds.Select(type => type.Name).Order());
        Assert.Contains(drawn, history => history.Standstills.Count > 0);
        Assert.Contains(drawn, history => history.ClockSteps.Count > 0);
        Assert.Contains(drawn, history => history.Unlisted.Count > 0);
    }

    private static bool MayBeComplete(History history, PlannedQuery query) =>
        history.IsFaultless
        && query.AskedAt is null
        && query.From >= History.WarmUp
        && (query.Venues ?? history.Venues).All(venue => VenueCatalog.Find(venue)!.Profile.FeedClass == FeedClass.Full);

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
