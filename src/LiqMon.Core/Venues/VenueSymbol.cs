using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>A symbol a venue has named, with its contract once that is known.</summary>
public sealed class VenueSymbol
{
    private readonly Lock _marking = new();
    private Instrument? _instrument;
    private ExactNumber? _mark;
    private long _markMs;
    private double? _openInterestUsd;
    private long _delistedMs = long.MinValue;

    internal VenueSymbol(string text, byte[] utf8)
    {
        Text = text;
        Utf8 = utf8;
    }

    /// <summary>The symbol as the venue's messages write it.</summary>
    public string Text { get; }

    /// <summary>The contract's name where it is known, else the symbol as the venue writes it.</summary>
    public string Name => Instrument?.Symbol ?? Text;

    /// <summary>The newest version of its contract; null while it is unknown.</summary>
    public Instrument? Instrument => Volatile.Read(ref _instrument);

    /// <summary>The mark price the venue sent last, for liquidations that come without a price; null before the first.</summary>
    public ExactNumber? Mark
    {
        get
        {
            lock (_marking)
                return _mark;
        }
    }

    /// <summary>Open interest in dollars as it was seen last; null before the first, or where it has no price.</summary>
    public double? OpenInterestUsd
    {
        get
        {
            lock (_marking)
                return _openInterestUsd;
        }
    }

    /// <summary>
    /// Since when the venue's lists lack its contract, which they had before, Unix milliseconds; null while they have it.
    /// </summary>
    public long? DelistedMs
    {
        get => Interlocked.Read(ref _delistedMs) is var ms && ms != long.MinValue ? ms : null;
        internal set => Interlocked.Exchange(ref _delistedMs, value ?? long.MinValue);
    }

    internal byte[] Utf8 { get; }

    /// <summary>Takes the newest open interest in dollars.</summary>
    internal void Hold(double? openInterestUsd)
    {
        lock (_marking)
            _openInterestUsd = openInterestUsd is { } known && double.IsFinite(known) ? known : null;
    }

    /// <summary>Takes a mark price, unless one of a later time is known: history must not pass for the present.</summary>
    internal void SetMark(ExactNumber mark, long timeMs)
    {
        lock (_marking)
        {
            if (timeMs >= _markMs)
                (_mark, _markMs) = (mark, timeMs);
        }
    }

    internal void Assign(Instrument instrument) => Volatile.Write(ref _instrument, instrument);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
