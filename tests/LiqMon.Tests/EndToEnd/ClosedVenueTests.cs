using LiqMon.Cli.Rendering;
using LiqMon.Configuration;
using LiqMon.Live;
using LiqMon.Pipelines;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Feeds;
using LiqMon.Venues;

namespace LiqMon.Tests.EndToEnd;

/// <summary>A venue that closed for good stays in the catalogue for its archives, and is left alone.</summary>
public sealed class ClosedVenueTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void It_gets_no_lane_and_one_line_in_the_log()
    {
        var log = new ListLogger();
        using var logs = new OneLogger(log);
        var answers = new StoreQueries(() => StoreReader.Open(_data), KnownVenues.Of(_ => true));
        using var pipeline = Pipeline.Open(new PipelineSetup
        {
            Venues = [.. VenueCatalog.All.Select(venue => (venue, new VenueOptions()))],
            Store = new StoreOptions { DataDirectory = _data, ReserveBytes = 0 },
            Live = new LiveBroadcaster(),
            Answers = answers,
            Time = TimeProvider.System,
            Logs = logs,
        });
        Assert.Equal(
            VenueCatalog.All.Where(venue => venue.Profile.ClosedOn is null).Select(venue => venue.Profile.Id),
            pipeline.Lanes.Select(lane => lane.Venue));
        Assert.Single(log.Lines, line => line.Text == "bitmex: closed 2026-09-23; it is not watched");
    }

    [Fact]
    public void It_is_shown_as_closed_and_not_as_switched_on()
    {
        var venues = KnownVenues.Of(_ => true);
        var answer = VenueResultBuilder.Of(venues.Single(venue => venue.Id == "bitmex"), held: null, []);
        Assert.Equal((false, "closed 2026-09-23"), (answer.Enabled, answer.State));
        using var text = new StringWriter();
        var row = VenueRendering.Of([answer]).Rows.Single();
        Assert.Contains(row, cell => cell.Text == "closed 2026-09-23");
    }
}
