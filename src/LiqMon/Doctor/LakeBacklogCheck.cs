using LiqMon.Lake;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>Whether the lake has every day that should be in it by now.</summary>
internal static class LakeBacklogCheck
{
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    internal static CheckResult Look(StoreReader store, LakePlan plan, DateTimeOffset now)
    {
        using var reader = OutboxReader.Over(store);
        if (reader.State(LakePlan.Destination) is null)
            return CheckResult.Skipped("nothing has been written yet; 'liqmon run' begins");
        var dueMs = UnixTime.Day((now - plan.Settle - Late).ToUnixTimeMilliseconds()) - UnixTime.DayMs;
        Dictionary<long, LakeDay> days;
        try
        {
            days = LakeDay.ReadAll(plan.Directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Fail($"what is written cannot be read: {failure.Message}", "Give the user of LiqMon the right to read there.");
        }

        var due = new StoredDays(store.Connection).Before(dueMs + UnixTime.DayMs);
        var missing = due.Where(day => !days.ContainsKey(day)).ToList();
        return missing.Count > 0
            ? CheckResult.Warn(
                $"closed days that are not written: {NumberText.Count(missing.Count)}, the newest of them {LakeDay.NameOf(missing[^1])}", "Is 'liqmon run' running? Its log says what holds it up.")
            : CheckResult.Ok(days.Count == 0 ? "no day is closed yet" : $"written up to {LakeDay.NameOf(days.Keys.Max())}, days in all: {NumberText.Count(days.Count)}");
    }
}
