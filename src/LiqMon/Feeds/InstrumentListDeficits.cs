using System.Threading.Channels;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>
/// Writes down which contracts of a venue's lists are not taken, and ends that when they are. One task at a time.
/// </summary>
internal sealed class InstrumentListDeficits(string venue, ChannelWriter<StoreItem> store, TimeProvider time, ILogger logger)
{
    /// <summary>Names in the log line.</summary>
    private const int MostNames = 10;

    private string? _written;

    /// <summary>Ends the deficits of contracts that were traded unlisted and are listed now.</summary>
    public async ValueTask EndUnlistedAsync(IReadOnlyList<Instrument> listed, CancellationToken cancellationToken)
    {
        foreach (var instrument in listed)
            await EndAsync(instrument.Symbol, DeficitReason.NotSubscribed, cancellationToken);
    }

    /// <summary>Ends what an earlier run left open: it is found again where it still stands.</summary>
    public ValueTask EndAllUnlistedAsync(CancellationToken cancellationToken) =>
        EndAsync(null, DeficitReason.NotSubscribed, cancellationToken);

    /// <summary>Replaces what is known of contracts that are cut off.</summary>
    /// <param name="refused">Names that are listed and not taken.</param>
    /// <param name="cutParts">Names of lists that were not read to their end.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async ValueTask SetCutAsync(
        IReadOnlyCollection<string> refused, IReadOnlyCollection<string> cutParts, CancellationToken cancellationToken)
    {
        var state = string.Join('\n', cutParts.Concat(refused.Order(StringComparer.Ordinal)));
        if (state == _written)
            return;
        var hadSome = _written is { Length: > 0 };
        _written = state;
        await EndAsync(null, DeficitReason.ListCut, cancellationToken);
        if (state.Length == 0)
        {
            if (hadSome)
                logger.LogInformation("{Venue}: all contracts of the lists are taken again", venue);
            return;
        }

        logger.LogWarning(
            "{Venue}: {Count} contracts of its lists are not taken and nobody watches them: {Names}. Lists not read to their end: {Parts}",
            venue, refused.Count, string.Join(", ", refused.Take(MostNames).Select(LogSanitizer.Of)),
            cutParts.Count == 0 ? "none" : string.Join(", ", cutParts));
        await store.WriteAsync(
            StoreItem.Of(new Deficit
            {
                Venue = venue,
                Feed = CoveredSpan.WholeVenue,
                FromMs = NowMs,
                Reason = DeficitReason.ListCut,
                Count = refused.Count,
            }),
            cancellationToken);
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private ValueTask EndAsync(string? symbol, DeficitReason reason, CancellationToken cancellationToken) => store.WriteAsync(
        StoreItem.Of(new DeficitEnded(venue, CoveredSpan.WholeVenue, symbol, reason, NowMs)), cancellationToken);
}
