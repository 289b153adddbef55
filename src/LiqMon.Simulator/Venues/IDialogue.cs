namespace LiqMon.Simulator;

/// <summary>One connection's side of a venue's protocol: its subscriptions and its answers.</summary>
internal interface IDialogue
{
    /// <summary>Whether the client subscribed to a topic.</summary>
    bool Wants(string topic);

    /// <summary>Takes a text message of the client.</summary>
    void Received(string text, IClient client);

    /// <summary>Whether the venue would cut the connection now, for want of pings or traffic.</summary>
    /// <param name="nowMs">The time.</param>
    /// <param name="lastTrafficMs">Time of the newest message in either direction.</param>
    bool IsForsaken(long nowMs, long lastTrafficMs) => false;

    /// <summary>Takes note of a frame that was made for this connection and never reached it.</summary>
    void Lost(Publication publication)
    {
        // Only where frames are numbered does anybody notice.
    }

    /// <summary>The frame as this connection gets it.</summary>
    byte[] Wrap(Publication publication) => publication.Body;
}
