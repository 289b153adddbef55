using System.Text;

namespace LiqMon.Venues;

/// <summary>Accounts that belong to a venue itself, at one that shows liquidations on their fills only. Immutable.</summary>
public sealed class SystemAccounts
{
    private readonly byte[][] _bytes;

    /// <summary>These accounts, in the order in which they are to be followed.</summary>
    public SystemAccounts(IReadOnlyList<string> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        Addresses = addresses;
        _bytes = [.. addresses.Select(Encoding.ASCII.GetBytes)];
    }

    /// <summary>No accounts.</summary>
    public static SystemAccounts None { get; } = new([]);

    /// <summary>Their addresses.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>Whether an address is one of them, in capitals or not.</summary>
    public bool Contains(ReadOnlySpan<byte> address)
    {
        foreach (var known in _bytes)
        {
            if (Ascii.EqualsIgnoreCase(known, address))
                return true;
        }

        return false;
    }
}
