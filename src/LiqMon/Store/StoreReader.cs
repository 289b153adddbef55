namespace LiqMon.Store;

/// <summary>
/// Answers questions from the store, by topic, also while another thread or process writes to it. A reader is cheap to
/// open and is used by one thread at a time. All topics read by its one connection: within <see cref="InSnapshot"/> they
/// see one state.
/// </summary>
public sealed class StoreReader : IDisposable
{
    private readonly StoreConnection _connection;
    private readonly Database _database;
    private Action<StoreConnection>? _close;

    /// <summary>Reads by a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="close">What becomes of it in the end; null when it is somebody else's.</param>
    /// <param name="folder">The data folder; null where it does not matter.</param>
    internal StoreReader(StoreConnection connection, Action<StoreConnection>? close, string? folder = null)
    {
        (_connection, _close, Folder) = (connection, close, folder);
        var (database, names) = connection;
        _database = database;
        Liquidations = new LiquidationReader(database, names);
        Market = new MarketReader(database, names);
        Coverage = new CoverageReader(database);
        Cascades = new CascadeReader(database, names);
        Context = new ContextReader(database);
        External = new ExternalReader(database);
        Quarantine = new QuarantineReader(database);
        State = new StateReader(database, names);
    }

    /// <summary>Opens the store of a data folder for reading.</summary>
    /// <exception cref="StoreException">There is none, it is damaged, or a newer program wrote it.</exception>
    public static StoreReader Open(string dataDirectory)
    {
        ArgumentNullException.ThrowIfNull(dataDirectory);
        return new StoreReader(StoreConnection.Open(dataDirectory), static connection => connection.Dispose(), dataDirectory);
    }

    /// <summary>The data folder; null where it is not known.</summary>
    internal string? Folder { get; }

    /// <summary>Liquidations and their sums.</summary>
    public LiquidationReader Liquidations { get; }

    /// <summary>Contracts, prices, open interest, funding, candles.</summary>
    public MarketReader Market { get; }

    /// <summary>What of a span is proven, and what is missing.</summary>
    public CoverageReader Coverage { get; }

    /// <summary>Cascades.</summary>
    public CascadeReader Cascades { get; }

    /// <summary>Series of market context.</summary>
    public ContextReader Context { get; }

    /// <summary>Totals that others counted.</summary>
    public ExternalReader External { get; }

    /// <summary>Frames that could not be taken.</summary>
    public QuarantineReader Quarantine { get; }

    /// <summary>The state of the store itself.</summary>
    public StateReader State { get; }

    /// <summary>Asks several questions of one view: what a running writer commits meanwhile is in none of the answers.</summary>
    public T InSnapshot<T>(Func<T> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        return _database.Snapshot(questions);
    }

    /// <summary>
    /// Breaks questions off with <see cref="OperationCanceledException"/> when the token is cancelled, also in the middle of a
    /// scan. Once for each reader.
    /// </summary>
    /// <returns>This reader.</returns>
    public StoreReader StopOn(CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled)
            _database.StopOn(cancellation);
        return this;
    }

    /// <exception cref="OperationCanceledException">The question is to be broken off.</exception>
    internal void ThrowIfStopped() => _database.ThrowIfStopped();

    /// <summary>This reader for those who dispose of what they get: it goes on when they do, and ends with its lender.</summary>
    public StoreReader OpenLinked() => new(_connection, close: null);

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _close, null)?.Invoke(_connection);

    internal Database Connection => _database;

    internal InstrumentCatalog Names => _connection.Names;
}
