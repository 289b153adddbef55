namespace LiqMon.Simulator;

/// <summary>The client as a dialogue sees it.</summary>
internal interface IClient
{
    /// <summary>The connection's id, as venues put it into their answers.</summary>
    string ConnectionId { get; }

    /// <summary>The time in milliseconds since 1970 UTC.</summary>
    long NowMs { get; }

    /// <summary>Subscription requests are to be swallowed.</summary>
    bool IgnoresSubscriptions { get; }

    /// <summary>Subscription requests are to be refused.</summary>
    bool RefusesSubscriptions { get; }

    /// <summary>Sends an answer.</summary>
    void Reply(byte[] body);

    /// <summary>Sends data to this client alone, as the first push after a subscription.</summary>
    void Push(Publication publication);

    /// <summary>Cuts the connection.</summary>
    void Cut();
}
