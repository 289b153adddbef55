using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace LiqMon.Tests.Torture;

/// <summary>
/// SQLite's own test of crash safety, for the store: the N-th call to the file system fails, for every N of a scripted life,
/// once or for good; then the disk is well and the store is opened again. Nothing that was acknowledged is lost, nothing is
/// double, and the end is that of a life without a failure.
/// </summary>
public sealed class NthFailureTests(ITestOutputHelper output)
{
    private static readonly Lazy<(ScriptEnd End, IoFault Calls)> Healthy = new(() =>
    {
        var counted = new IoFault(IoCall.Open, IoFailure.Error, at: 0, forGood: false);
        return (ScriptedRun.Play(counted, killed: false), counted);
    });

    [Fact]
    public void A_life_without_a_failure_leaves_what_was_sent()
    {
        var (end, calls) = Healthy.Value;
        var rows = end.Rows.Split('\n');
        Assert.Equal(StoreScript.Liquidations, rows.Count(row => row.StartsWith("liquidation ", StringComparison.Ordinal)));
        Assert.DoesNotContain(rows, row => row.StartsWith("pending ", StringComparison.Ordinal));
        // The four of the first commit have been delivered.
        Assert.Equal(StoreScript.Liquidations - 4, end.Waiting.Split('\n').Length);
        Assert.Equal(("ok", null), (end.Integrity, end.Discrepancy));
        output.WriteLine(string.Join(", ", Enum.GetValues<IoCall>().Select(call => $"{call} {calls.Calls(call)}")));
        Assert.All(Enum.GetValues<IoCall>(), call => Assert.True(calls.Calls(call) > 0, $"the script makes no {call}"));
    }

    [Theory]
    [InlineData(IoCall.Write)]
    [InlineData(IoCall.Sync)]
    [InlineData(IoCall.Truncate)]
    [InlineData(IoCall.Open)]
    [InlineData(IoCall.Delete)]
    [InlineData(IoCall.Read)]
    [InlineData(IoCall.Share)]
    public void Whichever_call_fails_nothing_acknowledged_is_lost_and_nothing_double(IoCall call)
    {
        var (end, calls) = Healthy.Value;
        var wrong = new ConcurrentBag<(int At, string Text)>();
        var failed = 0;
        var cases =
            from at in Enumerable.Range(1, calls.Calls(call))
            from forGood in (bool[])[false, true]
            // Both kinds of failure and both kinds of end, in turn, each with once and for good.
            select (Fault: new IoFault(call, (IoFailure)((at + (forGood ? 1 : 0)) % 2), at, forGood), IsKilled: at / 2 % 2 == 0, At: at);
        Parallel.ForEach(cases, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, one =>
        {
            try
            {
                Assert.Equal(end, ScriptedRun.Play(one.Fault, one.IsKilled));
            }
            catch (Exception failure)
            {
                wrong.Add((one.At, $"{one.Fault}{(one.IsKilled ? ", killed" : "")}: {failure}"));
            }

            Interlocked.Add(ref failed, Math.Min(1, one.Fault.Failed));
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} lives end wrong:\n" + string.Join('\n', wrong.OrderBy(one => one.At).Take(3).Select(one => one.Text)));
        Assert.True(failed >= calls.Calls(call), $"only {failed} of {calls.Calls(call)} calls could be made to fail");
    }
}
