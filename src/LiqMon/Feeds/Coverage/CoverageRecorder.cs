using System.Threading.Channels;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Feeds.Coverage;

/// <summary>Hands a ledger's entries to the store.</summary>
internal sealed class CoverageRecorder(CoverageTracker ledger, FeedContext context)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        // A venue that publishes no liquidations has none that could be missed.
        if (context.Profile.FeedClass == FeedClass.None)
            ledger.Entries.Clear();
        // An entry written twice changes nothing, so the list is emptied only when all are written.
        foreach (var entry in ledger.Entries)
        {
            if (!context.Store.TryWrite(StoreItem.Of(entry)))
                await context.Store.WriteAsync(StoreItem.Of(entry), cancellationToken);
        }

        ledger.Entries.Clear();
    }

    /// <summary>Writes the last entries at a stop, with limited patience.</summary>
    public async Task WriteLastAsync(string feed)
    {
        using var patience = new CancellationTokenSource(context.Options.StopTimeout, context.Time);
        try
        {
            await WriteAsync(patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException)
        {
            context.Logger.CoverageNotStored(context.Profile.Id, feed);
        }
    }
}
