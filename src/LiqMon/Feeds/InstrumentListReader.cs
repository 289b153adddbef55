using System.Text.Json;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>Reads a venue's list of contracts, page by page.</summary>
internal sealed class InstrumentListReader(InstrumentLoaderSetup setup)
{
    private const int MostPages = 50;

    /// <summary>Reads one part of the list.</summary>
    /// <returns>Why it could not be read; null when it was.</returns>
    internal async Task<ConnectionFailure?> LoadAsync(
        RestRequest first, ContractList instruments, ListLosses losses, CancellationToken cancellationToken)
    {
        RestRequest? request = first;
        for (var page = 0; page < MostPages && request is not null; page++)
        {
            using var answer = await setup.Rest.GetAsync(request, cancellationToken);
            if (answer.Verdict != RestStatus.Ok)
                return answer.Failure;

            setup.Sink?.Write(
                setup.Time.GetUtcNow().ToUnixTimeMilliseconds(), setup.Venue.Profile.Id, "rest:" + request.Name, null, answer.Body.Span);
            try
            {
                request = setup.Venue.ReadInstruments(request, answer.Body.Span, instruments);
            }
            catch (JsonException)
            {
                return new(GapReason.Unreadable, "the answer is not what the venue sends");
            }
            catch (Exception failure)
            {
                setup.Logger.ListNotRead(setup.Venue.Profile.Id, first.Name, failure);
                return new(GapReason.InternalError, "internal error: " + failure.Message);
            }
        }

        if (request is not null)
            losses.AddCutList();
        return null;
    }
}
