using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>When the store was last written.</summary>
internal static class StoreCommitCheck
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    public static CheckResult Look(StoreReader reader, DateTimeOffset now)
    {
        var (sequence, timeMs) = reader.State.LastCommit();
        if (timeMs is not { } committed)
            return CheckResult.Ok("nothing has been stored yet");
        var age = now - Timestamps.FromUnixMs(committed);
        return age < -ClockTolerance
            ? CheckResult.Warn($"commit {sequence} is of {Timestamps.Of(Timestamps.FromUnixMs(committed))}, which is yet to come", "Set this machine's clock.")
            : CheckResult.Ok($"commit {sequence}, {FloorReasons.Length(age > TimeSpan.Zero ? age : TimeSpan.Zero)} ago");
    }
}
