namespace LiqMon.Store;

/// <summary>What the store holds of one venue.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Liquidations">All ever counted, also those past their retention.</param>
/// <param name="FirstMs">Time of the first one, Unix milliseconds, or the start of its hour once it is past its retention; null if there is none.</param>
/// <param name="LastMs">Time of the last one, likewise.</param>
/// <param name="Instruments">Known contracts.</param>
/// <param name="Pending">Liquidations whose contract is not known yet.</param>
/// <param name="Quarantined">Frames and messages that could not be taken, kept or only counted.</param>
public sealed record VenueCounts(
    string Venue, long Liquidations, long? FirstMs, long? LastMs, int Instruments, long Pending, long Quarantined);

/// <summary>How many frames of a venue could not be taken for one reason, kept or only counted.</summary>
public sealed record QuarantineCount(string Venue, string Reason, long Frames);
