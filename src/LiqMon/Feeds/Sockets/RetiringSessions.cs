namespace LiqMon.Feeds.Sockets;

/// <summary>Connections of a feed that say goodbye; what the venue still sends on them is taken. Used by the feed's loop.</summary>
/// <param name="context">What the venue's feeds share.</param>
internal sealed class RetiringSessions(FeedContext context)
{
    private readonly List<FeedSession> _sessions = [];

    /// <summary>Has a connection say goodbye.</summary>
    public void Add(FeedSession session)
    {
        session.CloseGracefully();
        _sessions.Add(session);
    }

    /// <summary>Disposes of those that have ended.</summary>
    public void Sweep()
    {
        foreach (var gone in _sessions.FindAll(session => session.Ended.IsCompleted))
        {
            _sessions.Remove(gone);
            gone.Dispose();
        }
    }

    /// <summary>Ends all, and a connection that does not deliver yet, with limited patience for goodbyes.</summary>
    public async Task EndAsync(FeedSession? rising)
    {
        using var patience = new CancellationTokenSource(context.Options.StopTimeout, context.Time);
        if (rising is not null)
        {
            await rising.AbandonAsync();
            _sessions.Add(rising);
        }

        Task ends = Task.WhenAll(_sessions.Select(session => session.Ended));
        await ends.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var session in _sessions)
            await session.AbandonAsync();
        await ends;
    }

    /// <summary>Disposes of all; they have ended.</summary>
    public void Clear()
    {
        foreach (var session in _sessions)
            session.Dispose();
        _sessions.Clear();
    }
}
