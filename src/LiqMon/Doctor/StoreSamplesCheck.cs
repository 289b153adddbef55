using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>What open interest and prices weigh by the minute, and whether all that are packed can be read.</summary>
internal static class StoreSamplesCheck
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(3);

    public static CheckResult Look(StoreReader reader, DateTimeOffset now, CancellationToken cancellation)
    {
        var weight = reader.State.Samples(cancellation);
        var text = weight.Hours == 0
            ? "no hour is packed yet"
            : $"{Megabytes(weight.DayBytes)} MB a day of {NumberText.Count(weight.Contracts)} contracts, {NumberText.Count(weight.Hours)} hours are packed";
        if (weight.RowsFromMs is { } fromMs && now - DateTimeOffset.FromUnixTimeMilliseconds(fromMs) > Usual)
            text += $", those from {Timestamps.Of(Timestamps.FromUnixMs(fromMs))} on wait to be packed while a monitor runs";
        text += $"; {Megabytes(weight.FreeBytes)} MB of the file are free and used again";
        return weight.Damaged == 0
            ? CheckResult.Ok(text)
            : CheckResult.Warn(
                $"{text}; {NumberText.Count(weight.Damaged)} blocks cannot be read, and count as not sampled",
                "Open interest and prices of these hours are missing, totals are not touched. Check the disk.");
    }

    private static string Megabytes(long bytes) => NumberText.Count((bytes + 500_000) / 1_000_000);
}
