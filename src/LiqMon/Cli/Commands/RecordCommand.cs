using System.Threading.Channels;
using LiqMon.Cli.Live;
using LiqMon.Feeds;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Recordings;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Cli.Commands;

/// <summary>Writes the raw frames of venues to a file; needs no store and leaves an existing one alone.</summary>
internal static class RecordCommand
{
    private const int LaneCapacity = 4_096;
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(1);

    internal static async Task<int> RunAsync(CliContext context, RecordOptions options, CancellationToken cancellation)
    {
        RecordingWriter writer;
        try
        {
            writer = new RecordingWriter(options.Out);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await context.Error.WriteLineAsync($"liqmon: {TerminalText.Of(failure.Message)}").ConfigureAwait(false);
            return ExitCode.Failure;
        }

        using var logs = LogSetup.Of(context, out _);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (options.Duration is { } duration)
            stopping.CancelAfter(duration);
        using var sink = new RecordingSink(writer, stopping.Cancel);
        await RecordAsync(context, options, sink, logs, stopping.Token).ConfigureAwait(false);
        if (sink.Failure is { } broken)
        {
            await context.Error.WriteLineAsync(
                $"liqmon: the recording broke off after {sink.Frames} frames: {TerminalText.Of(broken.Message)}").ConfigureAwait(false);
            return ExitCode.Failure;
        }

        await context.Error.WriteLineAsync($"liqmon: {sink.Frames} frames in {TerminalText.Of(options.Out)}").ConfigureAwait(false);
        if (cancellation.IsCancellationRequested)
            return ExitCode.Interrupted;
        return sink.Frames > 0 ? ExitCode.Ok : ExitCode.NoData;
    }

    private static async Task RecordAsync(
        CliContext context, RecordOptions options, RecordingSink sink, ILoggerFactory logs, CancellationToken stopping)
    {
        using var http = RestClient.NewHttpClient();
        var pauses = new HostRateLimits(context.Time);
        var random = new Random(HashCode.Combine(Environment.ProcessId, context.Time.GetTimestamp()));
        var lane = Channel.CreateBounded<StoreItem>(
            new BoundedChannelOptions(LaneCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
        var venues = options.Venues.Select(id => VenueCatalog.Find(id)!).ToLookup(venue => venue.Profile.ClosedOn is not null);
        foreach (var profile in venues[true].Select(venue => venue.Profile))
        {
            await context.Error.WriteLineAsync(
                $"liqmon: {profile.Id}: {Timestamps.ClosedOn(profile.ClosedOn!.Value)}; it is not recorded").ConfigureAwait(false);
        }

        var feeds = venues[false].Select(venue => new VenueFeed(new VenueSetup
        {
            Venue = venue,
            Options = options.Settings.Venues[venue.Profile.Id],
            Store = lane.Writer,
            Http = http,
            Pauses = pauses,
            Intake = new FrameProcessorOptions { Sink = sink },
            Random = new Random(random.Next()),
            Time = context.Time,
            Logger = logs.CreateLogger("LiqMon.Feeds." + venue.Profile.Id),
        })).ToList();
        var emptying = EmptyAsync(lane.Reader);
        var flushing = FlushAsync(context, sink, stopping);
        try
        {
            await Task.WhenAll(feeds.Select(feed => feed.RunAsync(stopping))).ConfigureAwait(false);
        }
        finally
        {
            lane.Writer.Complete();
            await emptying.ConfigureAwait(false);
            await flushing.ConfigureAwait(false);
        }
    }

    private static async Task EmptyAsync(ChannelReader<StoreItem> lane)
    {
        // Only the raw frames are wanted here.
        while (await lane.WaitToReadAsync().ConfigureAwait(false))
        {
            while (lane.TryRead(out _))
            {
            }
        }
    }

    private static async Task FlushAsync(CliContext context, RecordingSink sink, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(FlushEvery, context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                sink.Flush();
                if (context.ShowsProgress)
                    await context.Error.WriteAsync($"\r{sink.Frames} frames").ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            if (context.ShowsProgress)
                await context.Error.WriteAsync("\r").ConfigureAwait(false);
        }
    }
}
