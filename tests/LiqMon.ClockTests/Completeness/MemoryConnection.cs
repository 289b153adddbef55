namespace LiqMon.Tests.Completeness;

/// <summary>A connection between LiqMon and a simulated venue in memory.</summary>
internal sealed class MemoryConnection
{
    private readonly MemoryPipe _toLiqMon;
    private readonly MemoryPipe _toVenue = new(static () => false);

    /// <param name="isHeld">Whether LiqMon stands still.</param>
    public MemoryConnection(Func<bool> isHeld)
    {
        _toLiqMon = new MemoryPipe(isHeld);
        LiqMonEnd = new MemoryStreamEnd(_toLiqMon, _toVenue);
        VenueEnd = new MemoryStreamEnd(_toVenue, _toLiqMon);
    }

    public Stream LiqMonEnd { get; }

    public Stream VenueEnd { get; }

    /// <summary>Whether both ends have taken all that was sent.</summary>
    public bool IsIdle => _toLiqMon.IsIdle && _toVenue.IsIdle;

    public bool IsClosed => _toLiqMon.IsClosed && _toVenue.IsClosed;

    public void Cut()
    {
        _toLiqMon.Break();
        _toVenue.Break();
    }

    /// <summary>LiqMon goes on.</summary>
    public void Wake() => _toLiqMon.Wake();
}
