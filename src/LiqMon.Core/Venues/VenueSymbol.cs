using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>A symbol a venue has named, with its contract once that is known.</summary>
public sealed class VenueSymbol
{
    private Instrument? _instrument;

    internal VenueSymbol(string text, byte[] utf8)
    {
        Text = text;
        Utf8 = utf8;
    }

    /// <summary>The symbol as the venue writes it.</summary>
    public string Text { get; }

    /// <summary>The newest version of its contract; null while it is unknown.</summary>
    public Instrument? Instrument => Volatile.Read(ref _instrument);

    internal byte[] Utf8 { get; }

    internal void Assign(Instrument instrument) => Volatile.Write(ref _instrument, instrument);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
