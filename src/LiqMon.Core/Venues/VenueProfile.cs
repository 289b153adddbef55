using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>What a venue is and how a connection to it must behave.</summary>
public sealed record VenueProfile
{
    /// <summary>The silence that most venues are allowed.</summary>
    public static readonly TimeSpan UsualControlSilence = TimeSpan.FromSeconds(15);

    /// <summary>Lower-case id: <c>binance</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people: <c>Binance</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How much of its liquidations it publishes.</summary>
    public required FeedClass FeedClass { get; init; }

    /// <summary>
    /// Its usual part of the liquidated dollars of all venues, 0 to 1: a rough estimate from open interest and from what
    /// aggregators publish. It weighs coverage until a week of the venue is stored; see docs/completeness.md.
    /// </summary>
    public double NormalShare { get; init; }

    /// <summary>Which orders of a second it publishes, where <see cref="FeedClass"/> is sampled and the venue states the rule.</summary>
    public SamplingRule? Sampling { get; init; }

    /// <summary>The same of its inverse contracts, where it is another.</summary>
    public SamplingRule? InverseSampling { get; init; }

    /// <summary>
    /// Whether a full feed sends each liquidation as one order and not fill by fill. Only such a feed, throttled in software,
    /// is what a sampled one would have been.
    /// </summary>
    public bool ReportsWholeOrders { get; init; }

    /// <summary>What its class means, in one sentence for people.</summary>
    public required string FeedNote { get; init; }

    /// <summary>How open interest is obtained and which side it counts, in one sentence for people.</summary>
    public required string OpenInterestNote { get; init; }

    /// <summary>Whether past liquidations can be had without a key, in a few words for people.</summary>
    public required string BackfillNote { get; init; }

    /// <summary>Its past liquidations, if it publishes them without a key; null if not, or if it publishes open interest only.</summary>
    public LiquidationHistory? History { get; init; }

    /// <summary>
    /// Whether there is something to fetch by hand that proves nothing about gaps: past open interest, or past
    /// liquidations that the venue does not vouch for.
    /// </summary>
    public bool HasOtherHistory { get; init; }

    /// <summary>What of its past is fetched at the first start; null for nothing.</summary>
    public WarmUp? WarmUp { get; init; }

    /// <summary>
    /// The source of context under which its complete dollars of each day are kept, beside a feed that does not show them all;
    /// null where nobody publishes such.
    /// </summary>
    public string? PublishedDaily { get; init; }

    /// <summary>When the venue closed for good; null while it trades. A closed one is there to read archives: it is never called.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>What to send to keep the connection alive, if the client must.</summary>
    public Heartbeat? Heartbeat { get; init; }

    /// <summary>
    /// How long the busy control stream may be silent before the socket counts as dead; of a venue whose liquidations are
    /// polled, how far apart its polls may be answered.
    /// </summary>
    public TimeSpan ControlSilence { get; init; } = UsualControlSilence;

    /// <summary>How far apart the proofs of its feeds are at most while all is well; the allowed silence is two and a half times that.</summary>
    public TimeSpan UsualSilence => ControlSilence / 2.5;

    /// <summary>
    /// How often something arrives on its sockets whatever the market does, by the venue's documentation, such as its pings;
    /// null where it promises nothing. Such a message proves nothing, but its absence shows a silence that the control
    /// stream is too slow to show.
    /// </summary>
    public TimeSpan? SpeaksEvery { get; init; }

    /// <summary>
    /// How long the venue may hold an order back to publish it together with others, by its own rule; zero where it publishes
    /// at once. What was not published yet when a connection or LiqMon itself ends is lost, so what is claimed as covered
    /// ends as much earlier than the last proof.
    /// </summary>
    public TimeSpan HoldsOrdersFor { get; init; }

    /// <summary>When to replace a socket by a new one although it works, ahead of the venue's own cut; null for never.</summary>
    public TimeSpan? ReplaceAfter { get; init; }

    /// <summary>Least time between two messages to the venue on one socket.</summary>
    public TimeSpan SendPacing { get; init; } = TimeSpan.FromMilliseconds(350);

    /// <summary>Least time between two connection attempts to the venue.</summary>
    public TimeSpan ConnectPacing { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for a subscription to be confirmed.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The largest message it may send, in bytes, where that is more than the usual mebibyte: several times the largest that
    /// was seen. Null for the usual limit.
    /// </summary>
    public int? FrameLimitBytes { get; init; }

    /// <summary>Whether frames arrive gzip-compressed.</summary>
    public bool Gzip { get; init; }

    /// <summary>HTTP headers to send with every handshake and REST call, such as one that asks for unrounded sizes.</summary>
    public IReadOnlyDictionary<string, string> RequestHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether a liquidation from history has the same identity as on the socket. If not, history may only fill spans in
    /// which the socket delivered nothing; elsewhere it would count the same order twice.
    /// </summary>
    public bool BackfillMatchesSocket { get; init; } = true;

    /// <summary>REST budget.</summary>
    public RestLimit RestLimit { get; init; } = new();
}

/// <summary>A text the client sends at an interval, which the venue must answer.</summary>
/// <param name="Message">The bytes to send, after <see cref="TimestampPlaceholder.Fill"/>.</param>
/// <param name="Every">How often.</param>
/// <param name="ReplyWithin">How long any frame may take to arrive after it before the connection counts as dead.</param>
public sealed record Heartbeat(ReadOnlyMemory<byte> Message, TimeSpan Every, TimeSpan ReplyWithin);

/// <summary>What a venue allows over REST.</summary>
public sealed record RestLimit
{
    /// <summary>Weight that may be used in a minute; LiqMon keeps to half of it, for other programs share the address.</summary>
    public int WeightPerMinute { get; init; } = 600;

    /// <summary>Response header with the weight used in the running minute, if there is one.</summary>
    public string? UsedWeightHeader { get; init; }

    /// <summary>Pause after HTTP 403, which some venues send for too many calls.</summary>
    public TimeSpan ForbiddenPause { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>One REST call.</summary>
/// <param name="Name">Name in recordings and logs: <c>instruments:linear</c>.</param>
/// <param name="Url">The venue's own address; the user's settings may replace scheme, host and port.</param>
/// <param name="Weight">What it costs of the venue's budget.</param>
/// <param name="Body">JSON to send with POST, at a venue that is queried so; null for GET.</param>
public sealed record RestRequest(string Name, Uri Url, int Weight = 1, string? Body = null)
{
    /// <summary>What the answer brings.</summary>
    public RestKind Kind { get; init; }

    /// <summary>What the venue needs to read the answer; null if nothing.</summary>
    public RestTag? Tag { get; init; }

    /// <summary>The tag of a page of history.</summary>
    /// <exception cref="ArgumentException">The call is not one of the venue's own for history.</exception>
    internal T TagOf<T>()
        where T : RestTag =>
        Tag as T ?? throw new ArgumentException($"the call {Name} has no {typeof(T).Name}");
}

/// <summary>A REST call to repeat.</summary>
/// <param name="Request">The call.</param>
/// <param name="Every">How often.</param>
/// <param name="Feed">Name of the feed whose liquidations it brings, at a venue that has no socket for them; null otherwise.</param>
public sealed record RestPoll(RestRequest Request, TimeSpan Every, string? Feed = null);

/// <summary>One socket to open and keep.</summary>
/// <param name="Feed">Name of the feed, unique within the venue: <c>linear</c>.</param>
/// <param name="Url">The venue's own address; the user's settings may replace scheme, host and port.</param>
/// <param name="Messages">What to send after connecting, in order.</param>
public sealed record SocketPlan(string Feed, Uri Url, IReadOnlyList<SubscribeMessage> Messages)
{
    /// <summary>The name of one of several sockets of a kind: <c>trades</c>, <c>trades-2</c>, …</summary>
    /// <param name="kind">Name of the kind.</param>
    /// <param name="index">Place of the socket, from 0.</param>
    internal static string NameOf(string kind, int index) => index == 0 ? kind : $"{kind}-{index + 1}";
}

/// <summary>A message that subscribes.</summary>
/// <param name="Id">The id the venue repeats in its answer; unique within the plan.</param>
/// <param name="Text">The bytes to send, after <see cref="TimestampPlaceholder.Fill"/>.</param>
/// <param name="Acks">How many confirmations carry this id (some venues confirm each topic).</param>
public sealed record SubscribeMessage(int Id, ReadOnlyMemory<byte> Text, int Acks = 1);
