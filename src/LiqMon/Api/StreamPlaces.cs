namespace LiqMon.Api;

/// <summary>How many live streams one address may have. May be used by several threads.</summary>
internal sealed class StreamPlaces(int ofAddress)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes a place for an address; give it back with <see cref="Leave"/>.</summary>
    internal bool TryEnter(string address)
    {
        lock (_gate)
        {
            var taken = _taken.GetValueOrDefault(address);
            if (taken >= ofAddress)
                return false;
            _taken[address] = taken + 1;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    internal void Leave(string address)
    {
        lock (_gate)
        {
            if (_taken.TryGetValue(address, out var taken) && taken > 1)
                _taken[address] = taken - 1;
            else
                _taken.Remove(address);
        }
    }
}
