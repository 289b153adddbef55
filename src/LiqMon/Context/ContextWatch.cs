namespace LiqMon.Context;

/// <summary>Everything that watches the market around the venues. None of its parts ends before it is cancelled, unless it fails.</summary>
internal sealed class ContextWatch(ContextSetup setup)
{
    /// <summary>Watches until cancelled; a part that fails ends the others and is thrown.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] parts = [.. new ContextFeeds(setup).Start(ending.Token), new VenueMarketDataLoop(setup).RunAsync(ending.Token)];
        await Task.WhenAny(parts).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(false);
    }
}
