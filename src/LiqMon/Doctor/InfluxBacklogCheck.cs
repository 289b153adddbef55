using LiqMon.Influx;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>Whether what the store holds has been delivered to InfluxDB.</summary>
internal static class InfluxBacklogCheck
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    internal static CheckResult Look(StoreReader store, DateTimeOffset now)
    {
        using var reader = OutboxReader.Over(store);
        if (reader.State(InfluxOptions.Destination) is not { } state)
            return CheckResult.Skipped("nothing has been written yet; 'liqmon run' begins");
        var waits = state.WaitingSinceMs is { } since ? now - Timestamps.FromUnixMs(since) : TimeSpan.Zero;
        if (waits > Late)
        {
            return CheckResult.Warn(
                $"{NumberText.Count(state.Waiting)} commits wait, the oldest for {FloorReasons.Length(waits)}{(state.Fault is { } fault ? $": {fault}" : "")}",
                state.Fault is null ? "Is 'liqmon run' running?" : null);
        }

        if (reader.Dropped().Where(lost => now - Timestamps.FromUnixMs(lost.DroppedMs) < Recent).ToList() is { Count: > 0 } dropped)
        {
            return CheckResult.Warn(
                "points of the moment waited too long and are lost: "
                + string.Join(", ", dropped.Select(lost => $"{NumberText.Count(lost.Points)} of {lost.Measurement}")),
                "Liquidations, open interest, prices and cascades are all written. Keep outages of InfluxDB shorter.");
        }

        return state.Refused > 0
            ? CheckResult.Warn(
                $"{NumberText.Count(state.Points)} points written, nothing waits; InfluxDB refused {NumberText.Count(state.Refused)} points",
                reader.Refused(InfluxOptions.Destination, 1) is [var newest] && FieldConflict.In(newest.Reason) is { } conflict
                    ? conflict.Advice
                    : "'liqmon influx status' shows them with InfluxDB's reason.")
            : CheckResult.Ok($"{NumberText.Count(state.Points)} points written, {(state.Waiting == 0 ? "nothing waits" : $"the newest waits {FloorReasons.Length(waits)}")}");
    }
}
