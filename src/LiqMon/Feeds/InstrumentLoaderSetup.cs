using System.Threading.Channels;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>What keeps the contracts of a venue known is made of.</summary>
internal sealed record InstrumentLoaderSetup
{
    /// <summary>The venue.</summary>
    public required IVenue Venue { get; init; }

    /// <summary>Its symbols, which receive the contracts.</summary>
    public required SymbolRegistry Symbols { get; init; }

    /// <summary>Its contracts as the store knows them.</summary>
    public IReadOnlyList<Instrument> Known { get; init; } = [];

    /// <summary>Calls the venue.</summary>
    public required RestClient Rest { get; init; }

    /// <summary>Where new and changed contracts go; full means wait.</summary>
    public required ChannelWriter<StoreItem> Store { get; init; }

    /// <summary>Raised when a contract shows that is not known.</summary>
    public AsyncAutoResetSignal Wanted { get; init; } = new();

    /// <summary>Sees every answer before it is read.</summary>
    public IFrameSink? Sink { get; init; }

    /// <summary>Source of jitter.</summary>
    public required Random Random { get; init; }

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Logs what keeps failing; shared by all that calls the venue.</summary>
    public FailureLog Failures { get => field ??= new FailureLog(Venue.Profile.Id, Time, Logger); init; }

    /// <summary>Log.</summary>
    public required ILogger Logger { get; init; }
}
