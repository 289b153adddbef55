using LiqMon.Market;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// What becomes of a feed's topics: which the venue refuses and are left out, and which contracts are no longer missing.
/// Used by the feed's loop.
/// </summary>
/// <param name="context">What the venue's feeds share.</param>
/// <param name="feed">The feed.</param>
/// <param name="entries">Receives deficits and their ends.</param>
internal sealed class FeedTopics(FeedContext context, string feed, List<object> entries)
{
    private readonly RefusedTopics _refused = new(context.Profile.Id, feed, entries, context.Time);
    private SocketPlan? _dialled;

    /// <summary>Ends what an earlier process has left open.</summary>
    public void Begin() => _refused.Begin(NowMs);

    /// <summary>What to send of a plan that is about to be dialled. Another plan than the last is tried whole.</summary>
    public IReadOnlyList<SubscribeMessage> Dial(SocketPlan plan)
    {
        if (_dialled is not null && !ReferenceEquals(_dialled, plan))
            _refused.Retry();
        _dialled = plan;
        return _refused.Filter(plan);
    }

    /// <summary>A connection that has all that a newer plan asks for keeps that from now on.</summary>
    public void Follow(SocketPlan plan, FeedSession? session)
    {
        if (session is null || ReferenceEquals(session.Plan, plan) || !session.Serves(plan, _refused.Filter(plan)))
            return;
        session.Adopt(plan);
        _refused.Follow(plan, NowMs);
    }

    /// <summary>Takes in what a connection was refused since the last call.</summary>
    public void TakeRefused(FeedSession? session)
    {
        while (session?.TryTakeRefused(out var refused) == true)
        {
            _refused.Add(refused with { SinceMs = context.MissingFromMs(refused.SinceMs) });
            context.Logger.TopicRefused(
                context.Profile.Id, feed, refused.Topic.Length > 0 ? LogSanitizer.Of(refused.Topic) : "a topic", refused.Detail);
            if (refused.Symbol.Length > 0 && !refused.WasOpen)
                context.ContractRefused(refused.Symbol);
            context.ReloadContracts();
        }
    }

    /// <summary>A connection is live: what it has subscribed is refused no more.</summary>
    public void Settle(FeedSession risen)
    {
        TakeRefused(risen);
        _refused.Settle(risen.Plan, risen.Messages, risen.Refused, NowMs);
    }

    /// <summary>Contracts whose subscription is confirmed are missing no more.</summary>
    public void EndUnwatched(FeedSession? live)
    {
        if (live is null || context.Unwatched.IsEmpty)
            return;
        foreach (var symbol in context.Unwatched.Take((_, awaited) => awaited.Topic is { } topic ? live.IsSubscribed(topic) : awaited.Feed == feed))
        {
            entries.Add(new DeficitEnded(
                context.Profile.Id, CoveredSpan.WholeVenue, symbol, DeficitReason.NotSubscribed, NowMs));
        }
    }

    /// <summary>The feed ends, and its deficits with it.</summary>
    public void End() => _refused.EndAll(NowMs);

    /// <summary>Up to when orders are missing of a topic that is open from now on.</summary>
    private long NowMs => context.MissingToMs(context.NowMs);
}
