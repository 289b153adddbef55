namespace LiqMon.Store;

/// <summary>Where the store lies, and how much it keeps.</summary>
public sealed record StoreOptions
{
    /// <summary>Folder of the database and its lock; created when missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether what will be written is made up by simulated venues. The store says so for good, and takes it only if all it holds is made up.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Raster of open interest and prices: the newest sample of each cell is kept. Default one minute, at most one hour.</summary>
    public TimeSpan SampleGrid { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long samples of open interest and prices may wait to be written together. Orders never wait.</summary>
    public TimeSpan SampleHold { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// For how long every cell of the raster is kept; later the last of each hour. Spot prices and minutes of spot trading
    /// are kept as long, and no longer. Default 30 days.
    /// </summary>
    public TimeSpan SampleDetail { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// For how long single liquidations are kept; their minute and hour sums stay. Null, the default, is for ever.
    /// Must be longer than any venue's backfill, because what is gone can no longer be recognised as a duplicate;
    /// events older than that are therefore not taken.
    /// </summary>
    public TimeSpan? LiquidationRetention { get; init; }

    /// <summary>
    /// For how long it is kept when feeds were covered, at most as long as single liquidations. Sums of older time count as
    /// not watched, and so as floors. Default two years, which is twice the longest span of a query.
    /// </summary>
    public TimeSpan CoverageRetention { get; init; } = TimeSpan.FromDays(731);

    /// <summary>Quarantined frames that are kept, the newest. Default 10,000.</summary>
    public int QuarantineRows { get; init; } = 10_000;

    /// <summary>Frames kept of one reason within one minute; the rest is only counted. Default 60.</summary>
    public int QuarantinePerReasonPerMinute { get; init; } = 60;

    /// <summary>Liquidations kept while their contract is unknown; the rest is quarantined. Default 100,000.</summary>
    public int PendingRows { get; init; } = 100_000;

    /// <summary>Disk space left to the rest of the machine: below it nothing is written. Default 64 MiB.</summary>
    public long ReserveBytes { get; init; } = 64L << 20;

    /// <summary>How long to wait for another connection's write. Default 5 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Page cache of the writing connection; what it lacks comes from that of the system. Default 16 MiB.</summary>
    public long CacheBytes { get; init; } = 16L << 20;

    /// <summary>
    /// Names of the databases that receive every change; each has a cursor that survives restarts. One that is no longer
    /// named is forgotten. Null, the default, leaves them as they are, for commands that only add to the store.
    /// </summary>
    public IReadOnlyList<string>? Destinations { get; init; }

    /// <summary>
    /// What each destination stands for, such as an address and a database. One that stands for something else than before
    /// is treated as new; one that is not named here, or was not before, goes on.
    /// </summary>
    public IReadOnlyDictionary<string, string> Targets { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How far back a new destination receives what the store holds already. Default 30 days,
    /// the longest window.
    /// </summary>
    public TimeSpan FirstTelling { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Largest size of the list of changes that a destination has still to receive, in bytes. A longer one is dropped, and
    /// the destination receives everything from the oldest dropped change on by reading the tables; points of the moment,
    /// which no table holds, are lost and counted by measurement. Default 256 MiB.
    /// </summary>
    public long OutboxBytes { get; init; } = 256L << 20;
}
