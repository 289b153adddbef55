namespace LiqMon.Venues;

/// <summary>An order message that was not taken.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Symbol">Its contract; null when the symbol cannot be read.</param>
/// <param name="TimeMs">Its time, Unix milliseconds; null when the time cannot be read or is impossible.</param>
/// <param name="Fingerprint">Equal for the same message received twice, such as on two pages of a history.</param>
public readonly record struct RejectedOrder(RejectReason Reason, VenueSymbol? Symbol, long? TimeMs, int Fingerprint);
