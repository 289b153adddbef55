namespace LiqMon.Simulator;

/// <summary>The client as a dialogue sees it.</summary>
internal interface IClient
{
    /// <summary>The connection's id, as venues put it into their answers.</summary>
    string ConnectionId { get; }

    /// <summary>The true time in milliseconds since 1970 UTC, for deadlines.</summary>
    long NowMs { get; }

    /// <summary>The time by the venue's own clock, for stamps.</summary>
    long VenueMs { get; }

    /// <summary>Subscription requests are to be swallowed.</summary>
    bool IgnoresSubscriptions { get; }

    /// <summary>All subscription requests are to be refused.</summary>
    bool RefusesSubscriptions { get; }

    /// <summary>Whether the subscription of a topic is to be refused, also because its contract has ended.</summary>
    bool Refuses(string topic);

    /// <summary>Sends an answer.</summary>
    void Reply(byte[] body);

    /// <summary>Sends data to this client alone, as the first push after a subscription.</summary>
    void Push(Publication publication);

    /// <summary>Cuts the connection.</summary>
    void Cut();
}
