using System.Text.Json;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Text;

namespace LiqMon.Feeds;

/// <summary>Keeps a venue's own accounts known, where it has such: what these trade is no liquidation.</summary>
internal sealed class AccountLoader(InstrumentLoaderSetup setup)
{
    /// <summary>
    /// Asks which accounts are the venue's own, where it has such. An answer that fails changes nothing, and the next is
    /// requested with the next list: there are known ones to go on with.
    /// </summary>
    /// <returns>Whether they are the same as before.</returns>
    internal async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (setup.Venue.AccountRequest is not { } request)
            return true;
        using var answer = await setup.Rest.GetAsync(request, cancellationToken);
        var failure = answer.Failure;
        if (answer.Verdict == RestStatus.Ok)
        {
            setup.Sink?.Write(setup.Time.GetUtcNow().ToUnixTimeMilliseconds(), setup.Venue.Profile.Id, "rest:" + request.Name, null, answer.Body.Span);
            try
            {
                var accounts = setup.Venue.ReadAccounts(answer.Body.Span);
                var same = accounts.Addresses.SequenceEqual(setup.Symbols.Accounts.Addresses, StringComparer.Ordinal);
                setup.Symbols.Accounts = accounts;
                setup.Failures.Recovered(request.Name);
                return same;
            }
            catch (JsonException unreadable)
            {
                failure = new(GapReason.Unreadable, "the answer is not what the venue sends: " + unreadable.Message);
            }
        }

        setup.Failures.Failed(request.Name, failure, detail => setup.Logger.AccountsNotLoaded(setup.Venue.Profile.Id, detail));
        return true;
    }
}
