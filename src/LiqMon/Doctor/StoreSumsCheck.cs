using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>Whether every stored liquidation is counted exactly once: single orders, minutes, hours and days say the same.</summary>
internal static class StoreSumsCheck
{
    public static CheckResult Look(StoreReader reader, CancellationToken cancellation) =>
        reader.State.Discrepancy(cancellation) is { } found
            ? CheckResult.Fail(
                $"{found.Finer} and {found.Coarser} differ by {found.Orders} orders and {MicroUsd.ToUsd(found.MicroUsd)} dollars from {Timestamps.Of(Timestamps.FromUnixMs(found.FromMs))} on",
                "Totals that touch this time are wrong; please report it, with the log of the run that wrote it.")
            : CheckResult.Ok("single orders, minutes, hours and days add up to the same, to the micro-dollar");
}
