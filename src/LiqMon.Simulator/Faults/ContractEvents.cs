namespace LiqMon.Simulator;

/// <summary>What faults of contracts change in a venue's contracts.</summary>
internal static class ContractEvents
{
    /// <summary>Begins or ends a fault; true when contracts have other names afterwards.</summary>
    public static bool Apply(VenueFault fault, bool begins, ISimulatedVenue venue)
    {
        switch (fault)
        {
            case EndContract end:
                Put(venue, it => it.Spec.Symbol == end.Symbol, begins ? ContractPhase.Ended : ContractPhase.Listed);
                return false;
            case PreLaunchContract early:
                Put(venue, it => it.Spec.Symbol == early.Symbol, begins ? ContractPhase.PreLaunch : ContractPhase.Listed);
                return false;
            case AddContract added:
                Put(venue, it => it.Spec.Asset == added.Asset, begins ? ContractPhase.Listed : ContractPhase.Ended);
                return false;
            case RenameContract rename:
                var (from, to) = begins ? (rename.Symbol, rename.To) : (rename.To, rename.Symbol);
                foreach (var instrument in venue.Instruments.Where(it => it.Spec.Symbol == from)) instrument.Rename(to);
                if (venue.History is { } history) history.FollowsNames = begins && rename.InHistory;
                venue.Renamed();
                return true;
            default:
                return false;
        }
    }

    private static void Put(ISimulatedVenue venue, Func<TradedInstrument, bool> isMeant, ContractPhase phase)
    {
        foreach (var instrument in venue.Instruments.Where(isMeant)) instrument.Phase = phase;
    }
}
