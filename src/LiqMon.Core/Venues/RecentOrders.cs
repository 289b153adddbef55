namespace LiqMon.Venues;

/// <summary>
/// The last orders without an id of one connection, to notice one that equals another of an earlier frame. Nobody can tell
/// whether it is the same order once more or another one. Never allocates after the start. Not for use by two threads at once.
/// </summary>
internal sealed class RecentOrders
{
    /// <summary>Equal orders of one millisecond come shortly after each other.</summary>
    private const int Kept = 64;

    private readonly (ulong Identity, VenueSymbol? Symbol, long Frame)[] _orders = new (ulong, VenueSymbol?, long)[Kept];
    private int _next;
    private long _frame;

    /// <summary>Another frame begins.</summary>
    public void NextFrame() => _frame++;

    /// <summary>Adds an order.</summary>
    /// <returns>Whether an earlier frame had its equal.</returns>
    public bool AddAndCompare(VenueSymbol symbol, ulong identity)
    {
        foreach (ref readonly var other in _orders.AsSpan())
        {
            if (other.Identity == identity && ReferenceEquals(other.Symbol, symbol) && other.Frame != _frame)
                return true;
        }

        _orders[_next] = (identity, symbol, _frame);
        _next = (_next + 1) % Kept;
        return false;
    }
}
