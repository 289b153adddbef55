using System.Diagnostics;
using Xunit.Abstractions;

namespace LiqMon.Tests.Torture;

/// <summary>
/// More than thirty days in seconds, with faults from a seed: over a week's, a month's and a year's end, with the minutes that
/// leave the long windows and the rows that grow old. <c>LIQMON_TEST_DAYS=1000</c> plays more, <c>LIQMON_TEST_SEED</c> others.
/// </summary>
public sealed class MonthTests(ITestOutputHelper output)
{
    private static readonly int Days = Steering.Number("LIQMON_TEST_DAYS", 32);

    [Fact]
    public void Days_with_failing_disks_kills_and_moved_clocks_lose_and_double_nothing()
    {
        output.WriteLine($"seed {Steering.Seed}");
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        using var run = new MonthRun(Steering.Seed);
        try
        {
            run.Play(Days);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {Steering.Seed}, after {run.Counts}", failure);
        }

        output.WriteLine($"{Days} days in {watch.Elapsed.TotalSeconds:0.0} s, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.0} s of processor: {run.Counts}");
        Assert.All(
            (int[])[run.Counts.FailedCommits, run.Counts.Kills, run.Counts.DiskFailures, run.Counts.ClockSteps, run.Counts.InfluxOutages, run.Counts.Duplicates],
            count => Assert.True(count > 0, $"something did not happen: {run.Counts}"));
    }
}
