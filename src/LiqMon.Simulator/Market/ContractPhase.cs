namespace LiqMon.Simulator;

/// <summary>Where a contract stands in its life.</summary>
internal enum ContractPhase
{
    /// <summary>It will be listed later.</summary>
    Planned,

    /// <summary>It is traded, and listed only for those who ask for contracts before their launch.</summary>
    PreLaunch,

    /// <summary>It is traded and listed.</summary>
    Listed,

    /// <summary>It is traded, but the list lacks it.</summary>
    Unlisted,

    /// <summary>It is over.</summary>
    Ended,
}

/// <summary>Choices of contracts by their phase.</summary>
internal static class ContractPhases
{
    /// <summary>Those that somebody can hold a position in.</summary>
    public static IReadOnlyList<TradedInstrument> Traded(this IReadOnlyList<TradedInstrument> instruments)
    {
        foreach (var instrument in instruments)
        {
            if (!instrument.IsTraded) return [.. instruments.Where(it => it.IsTraded)];
        }
        return instruments;
    }
}
