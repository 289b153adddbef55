namespace LiqMon.Feeds;

/// <summary>What a change of a venue's socket plans says of the feeds that come and go with it.</summary>
/// <param name="IsOfContracts">
/// Whether nothing but the list of contracts has changed, and was whole before: a feed that comes brings contracts that were
/// not listed, or that another feed brought.
/// </param>
/// <param name="IsProven">Whether what is in the list no more has ended: not because a list is empty for once.</param>
internal readonly record struct PlanChange(bool IsOfContracts, bool IsProven);
