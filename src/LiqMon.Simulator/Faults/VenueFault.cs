using System.Text.Json.Serialization;

namespace LiqMon.Simulator;

/// <summary>
/// One wrong thing that a simulated venue does on request: which venue, from when, for how long. The derived records say
/// what. In JSON the kind is a name and members are in snake_case: <c>{"kind":"silence","venue":"okx","from":"10s","for":"25s"}</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RefuseTopic), "refuse_topic")]
[JsonDerivedType(typeof(Silence), "silence")]
[JsonDerivedType(typeof(DropConnections), "drop_connections")]
[JsonDerivedType(typeof(DeadVenue), "dead_venue")]
[JsonDerivedType(typeof(ShiftClock), "shift_clock")]
[JsonDerivedType(typeof(OffsetTimes), "offset_times")]
[JsonDerivedType(typeof(ChangeWord), "change_word")]
[JsonDerivedType(typeof(BreakNumber), "break_number")]
[JsonDerivedType(typeof(LoseOrders), "lose_orders")]
[JsonDerivedType(typeof(DelayOrders), "delay_orders")]
[JsonDerivedType(typeof(SplitOrders), "split_orders")]
[JsonDerivedType(typeof(TruncateHistory), "truncate_history")]
[JsonDerivedType(typeof(IgnoreCursor), "ignore_cursor")]
[JsonDerivedType(typeof(EmptyList), "empty_list")]
[JsonDerivedType(typeof(RestError), "rest_error")]
[JsonDerivedType(typeof(AddContract), "add_contract")]
[JsonDerivedType(typeof(EndContract), "end_contract")]
[JsonDerivedType(typeof(RenameContract), "rename_contract")]
[JsonDerivedType(typeof(PreLaunchContract), "pre_launch_contract")]
public abstract record VenueFault
{
    /// <summary>The venue of a fault that concerns every venue of the simulation that can do it.</summary>
    public const string AllVenues = "*";

    /// <summary>Venue id, or <see cref="AllVenues"/>.</summary>
    public required string Venue { get; init; }

    /// <summary>Time between the request and the start of the fault.</summary>
    public TimeSpan From { get; init; }

    /// <summary>How long it lasts; null until it is removed.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>What is wrong with the numbers of the fault itself; null when nothing is.</summary>
    internal virtual string? Invalid() =>
        From < TimeSpan.Zero ? "from must not be negative" : For <= TimeSpan.Zero ? "for must be longer than zero" : null;

    /// <summary>Why a venue cannot do this; null when it can.</summary>
    internal virtual string? Impossible(ISimulatedVenue venue) => null;

    /// <summary>The same for what only a venue with sockets can do.</summary>
    private protected static string? WithoutSockets(ISimulatedVenue venue) => venue.HasSockets ? null : $"{venue.Id} has no sockets";
}
