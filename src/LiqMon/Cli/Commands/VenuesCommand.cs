using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Cli.Commands;

/// <summary><c>venues</c>: what is supported, and what the store holds of it.</summary>
internal static class VenuesCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("venues", "The venues: what each publishes, how it does, what the store holds of it, and which gaps of the last 7 days were repaired");
        command.SetAction(parsed => Run(QueryCommand.Open(context, globals, parsed)));
        return command;
    }

    private static int Run(QueryCommand query)
    {
        var venues = Query(query);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(venues, QueryJson.Default.IReadOnlyListVenueResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => VenueRendering.WriteCsv(output, venues));
                break;
            default:
                if (query.IsSimulated())
                    query.Title("SIMULATED: venues on this machine");
                query.Grid(VenueRendering.Of(venues));
                query.Notes(VenueRendering.Notes(venues));
                break;
        }

        return ExitCode.Ok;
    }

    // What is supported can be shown before anything was ever watched.
    private static IReadOnlyList<VenueResult> Query(QueryCommand query)
    {
        try
        {
            return query.Answers.Venues.Of(query.Context.Time.GetUtcNow(), []);
        }
        catch (StoreException failure) when (failure.Failure == StoreFailure.NotFound)
        {
            return [.. query.Venues.Select(venue => VenueResultBuilder.Of(venue, held: null, status: []))];
        }
    }
}
