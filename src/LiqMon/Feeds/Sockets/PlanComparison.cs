using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>Whether a socket would be dialled and subscribed the same.</summary>
internal static class PlanComparison
{
    public static bool Same(SocketPlan one, SocketPlan other) =>
        one.Feed == other.Feed && one.Url == other.Url && one.Messages.Count == other.Messages.Count
        && one.Messages.Zip(other.Messages).All(pair => Same(pair.First, pair.Second));

    private static bool Same(SubscribeMessage one, SubscribeMessage other) =>
        one.Id == other.Id && one.Acks == other.Acks && one.Text.Span.SequenceEqual(other.Text.Span);
}
