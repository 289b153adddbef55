using System.Threading.Channels;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>
/// Writes down which contracts of a venue's lists are not taken, and ends that when they are. One task at a time.
/// </summary>
internal sealed class InstrumentListDeficits(string venue, ChannelWriter<StoreItem> store, TimeProvider time)
{
    private string? _written;

    /// <summary>Ends the deficits of contracts that were traded unlisted and are listed now.</summary>
    public async ValueTask EndUnlistedAsync(IReadOnlyList<Instrument> listed, CancellationToken cancellationToken)
    {
        foreach (var instrument in listed)
            await EndAsync(instrument.WireName, DeficitReason.NotSubscribed, cancellationToken);
    }

    /// <summary>Ends what an earlier run left open: it is found again where it still stands.</summary>
    public ValueTask EndAllUnlistedAsync(CancellationToken cancellationToken) =>
        EndAsync(null, DeficitReason.NotSubscribed, cancellationToken);

    /// <summary>Replaces what is known of contracts that are cut off or not taken.</summary>
    /// <param name="losses">What of the lists was not taken when all of them were last loaded.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async ValueTask SetLossesAsync(ListLosses losses, CancellationToken cancellationToken)
    {
        var state = losses.ToString();
        if (state == _written)
            return;
        _written = state;
        // What an earlier run left open is replaced too, so that nothing counts twice.
        await EndAsync(null, DeficitReason.ListCut, cancellationToken);
        if (losses.IsEmpty)
            return;
        await store.WriteAsync(
            StoreItem.Of(new Deficit
            {
                Venue = venue,
                Feed = CoveredSpan.WholeVenue,
                FromMs = NowMs,
                Reason = DeficitReason.ListCut,
                Count = losses.Contracts,
            }),
            cancellationToken);
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private ValueTask EndAsync(string? symbol, DeficitReason reason, CancellationToken cancellationToken) => store.WriteAsync(
        StoreItem.Of(new DeficitEnded(venue, CoveredSpan.WholeVenue, symbol, reason, NowMs)), cancellationToken);
}
