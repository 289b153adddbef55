using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>A made-up history: what happens at some venues, what goes wrong, and what is asked. Times count from its start.</summary>
internal sealed record History
{
    /// <summary>How long LiqMon runs before anything may go wrong.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);

    public required int Seed { get; init; }

    public required IReadOnlyList<string> Venues { get; init; }

    public IReadOnlyList<string> Assets { get; init; } = ["BTC", "ETH"];

    /// <summary>When the last order may happen; LiqMon runs for <see cref="Tail"/> longer.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>How long late orders and repairs have time to arrive.</summary>
    public TimeSpan Tail { get; init; } = TimeSpan.FromSeconds(30);

    public IReadOnlyList<PlannedOrder> Orders { get; init; } = [];

    /// <summary>What venues do wrong.</summary>
    public IReadOnlyList<VenueFault> Faults { get; init; } = [];

    /// <summary>Contracts that are traded and in no list.</summary>
    public IReadOnlyList<UnlistedContract> Unlisted { get; init; } = [];

    /// <summary>What the clock of LiqMon's machine does wrong.</summary>
    public IReadOnlyList<ClockStep> ClockSteps { get; init; } = [];

    /// <summary>When LiqMon's process stands still.</summary>
    public IReadOnlyList<Standstill> Standstills { get; init; } = [];

    /// <summary>When LiqMon does not run at all, in the order of their time.</summary>
    public IReadOnlyList<Outage> Outages { get; init; } = [];

    public IReadOnlyList<PlannedQuery> Queries { get; init; } = [];

    /// <summary>Whether gaps are repaired from the venues' history.</summary>
    public bool Repairs { get; init; }

    /// <summary>How long after a gap a history that has nothing newer is believed.</summary>
    public TimeSpan Believed { get; init; }

    public bool IsFaultless => Faults.Count + Unlisted.Count + ClockSteps.Count + Standstills.Count + Outages.Count == 0;

    /// <summary>Whether times of orders and times of the venue differ.</summary>
    public bool HasWrongClock => ClockSteps.Count > 0 || Faults.OfType<ShiftClock>().Any();

    /// <summary>Seed and faults, for a message.</summary>
    public override string ToString() =>
        $"seed {Seed}, {string.Join(" + ", Venues)}, {Length.TotalSeconds:0} s{(Repairs ? ", repairs" : "")}: "
        + (IsFaultless ? "no fault" : string.Join("; ", [.. Faults, .. Unlisted, .. ClockSteps, .. Standstills, .. Outages]));
}

/// <summary>One order.</summary>
/// <param name="At">When.</param>
/// <param name="Venue">Where.</param>
/// <param name="Contract">Which of the venue's contracts, by its place; beyond the last it begins again.</param>
/// <param name="Position">What was closed.</param>
/// <param name="PricePermille">Distance of its price from the mark, in thousandths.</param>
/// <param name="Steps">Its quantity, in steps of the contract; odd and used once, so that no two orders are equal.</param>
internal sealed record PlannedOrder(TimeSpan At, string Venue, int Contract, LiquidatedPosition Position, int PricePermille, int Steps);

/// <summary>A contract that the venue's list lacks from the start to a moment, while its orders go on.</summary>
internal sealed record UnlistedContract(string Venue, int Contract, TimeSpan? ListedAt);

/// <summary>LiqMon's wall clock is set, as by a time server.</summary>
internal sealed record ClockStep(TimeSpan At, TimeSpan By);

/// <summary>LiqMon's process is stopped and goes on, as a suspended machine does.</summary>
internal sealed record Standstill(TimeSpan At, TimeSpan For);

/// <summary>LiqMon is ended, killed or stopped, and started again with the same store.</summary>
internal sealed record Outage(TimeSpan At, TimeSpan For, bool IsKill);

/// <summary>A question.</summary>
/// <param name="AskedAt">When; null for after the end.</param>
/// <param name="From">Start of the span, inclusive.</param>
/// <param name="To">End of the span, exclusive.</param>
/// <param name="Venues">Venues; null for all.</param>
/// <param name="Assets">Assets; null for all.</param>
internal sealed record PlannedQuery(
    TimeSpan? AskedAt, TimeSpan From, TimeSpan To, IReadOnlyList<string>? Venues = null, IReadOnlyList<string>? Assets = null);
