namespace LiqMon.Simulator;

/// <summary>A fault of one contract.</summary>
public abstract record ContractFault : VenueFault
{
    /// <summary>The venue's own symbol.</summary>
    public required string Symbol { get; init; }

    internal override string? Impossible(ISimulatedVenue venue) =>
        venue.Instruments.All(it => it.Spec.Symbol != Symbol) ? $"{venue.Id} has no contract {Symbol}" : null;
}

/// <summary>
/// The contract ends (expires, is delisted): it leaves lists and tickers, nothing of it is sent any more, and new
/// subscriptions to it are refused.
/// </summary>
public sealed record EndContract : ContractFault;

/// <summary>The contract has another name from now on; the old one is unknown.</summary>
public sealed record RenameContract : ContractFault
{
    /// <summary>The new symbol.</summary>
    public required string To { get; init; }

    /// <summary>Whether the venue's history has earlier orders under the new symbol too; otherwise under the one they were sent with.</summary>
    public bool InHistory { get; init; }

    internal override string? Impossible(ISimulatedVenue venue) => base.Impossible(venue)
        ?? (venue.CanName(To) ? null : $"{venue.Id} cannot name a contract {To}")
        ?? (venue.Instruments.Any(it => it.Spec.Symbol == To) ? $"{venue.Id} has a contract {To} already" : null);
}

/// <summary>
/// The contract is traded before its launch: it is in no ordinary list (Bybit has it under <c>status=PreLaunch</c>), while
/// its topics exist and its orders are sent.
/// </summary>
public sealed record PreLaunchContract : ContractFault;

/// <summary>
/// The venue also trades contracts of this asset, whatever its name: <c>牛来</c>, more than 40 letters, commas. Only when
/// the simulation starts; <see cref="VenueFault.From"/> sets when they are listed.
/// </summary>
public sealed record AddContract : VenueFault
{
    /// <summary>Base asset.</summary>
    public required string Asset { get; init; }

    internal override string? Invalid() => base.Invalid() ?? (Asset.Length == 0 ? "asset must not be empty" : null);
}
