using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// The names of one venue: its symbols, and accounts of its own. Symbols are found by their bytes without making a string. Readers never wait: a new symbol makes a new
/// copy of the table, which happens at start and at listings only.
/// </summary>
public sealed class SymbolRegistry
{
    /// <summary>How many symbols of one venue are kept; a venue that names more is broken or hostile.</summary>
    public const int Capacity = 5_000;

    private const int MaxLength = 40;

    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"u8);

    private readonly Lock _writing = new();
    private Dictionary<byte[], VenueSymbol> _symbols = new(Utf8Comparer.Instance);
    private SystemAccounts _accounts = SystemAccounts.None;
    private bool _isListComplete;

    /// <summary>All symbols named so far.</summary>
    public IReadOnlyCollection<VenueSymbol> Symbols => Volatile.Read(ref _symbols).Values;

    /// <summary>The venue's own accounts, where they have been told.</summary>
    public SystemAccounts Accounts
    {
        get => Volatile.Read(ref _accounts);
        set => Volatile.Write(ref _accounts, value);
    }

    /// <summary>
    /// Whether all lists of the venue have been loaded: a symbol without a contract is then one that the venue does not list.
    /// </summary>
    public bool IsListComplete
    {
        get => Volatile.Read(ref _isListComplete);
        set => Volatile.Write(ref _isListComplete, value);
    }

    /// <summary>Whether the bytes may be a symbol: 1 to 40 letters, digits and <c>. _ : -</c>.</summary>
    public static bool IsValid(ReadOnlySpan<byte> symbol) =>
        symbol.Length is > 0 and <= MaxLength && !symbol.ContainsAnyExcept(Allowed);

    /// <summary>The entry of a symbol, made if it is new and acceptable.</summary>
    public bool TryGet(ReadOnlySpan<byte> symbol, [NotNullWhen(true)] out VenueSymbol? entry, out RejectReason reason)
    {
        reason = default;
        if (Volatile.Read(ref _symbols).GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(symbol, out entry))
            return true;
        if (!IsValid(symbol))
        {
            reason = RejectReason.BadSymbol;
            return false;
        }

        lock (_writing)
        {
            if (_symbols.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(symbol, out entry))
                return true;
            if (_symbols.Count >= Capacity)
            {
                reason = RejectReason.TooManySymbols;
                return false;
            }

            entry = new VenueSymbol(Encoding.ASCII.GetString(symbol), symbol.ToArray());
            Volatile.Write(ref _symbols, new(_symbols, Utf8Comparer.Instance) { [entry.Utf8] = entry });
            return true;
        }
    }

    /// <summary>
    /// Takes in contracts as the venue lists them now. A contract whose rules changed gets a new version from
    /// <paramref name="nowMs"/> on; one that did not keeps its version.
    /// </summary>
    /// <param name="listed">The contracts.</param>
    /// <param name="nowMs">When they were listed, Unix milliseconds.</param>
    /// <param name="losses">Receives the contracts that cannot be taken; null to drop them without a count.</param>
    /// <returns>The new and changed contracts, to be stored.</returns>
    public IReadOnlyList<Instrument> Update(IEnumerable<Instrument> listed, long nowMs, ListLosses? losses = null)
    {
        ArgumentNullException.ThrowIfNull(listed);
        var changed = new List<Instrument>();
        lock (_writing)
        {
            var copy = new Dictionary<byte[], VenueSymbol>(_symbols, Utf8Comparer.Instance);
            foreach (var instrument in listed)
            {
                var utf8 = Encoding.UTF8.GetBytes(instrument.Symbol);
                ListLoss? loss = !IsValid(utf8) ? ListLoss.BadSymbol
                    : instrument.Asset.Length == 0 ? ListLoss.NoAsset
                    : instrument.Quote.Length == 0 ? ListLoss.NoQuote
                    : copy.Count >= Capacity && !copy.ContainsKey(utf8) ? ListLoss.TooMany
                    : null;
                if (loss is { } reason)
                {
                    losses?.Add(reason, instrument.Symbol);
                    continue;
                }

                if (!copy.TryGetValue(utf8, out var entry))
                {
                    entry = new VenueSymbol(instrument.Symbol, utf8);
                    copy[utf8] = entry;
                }

                if (entry.Instrument is not { } current)
                {
                    entry.Assign(instrument);
                    changed.Add(instrument);
                }
                else if (!current.SameRules(instrument))
                {
                    var version = instrument.Following(current, nowMs);
                    entry.Assign(version);
                    changed.Add(version);
                }
            }

            Volatile.Write(ref _symbols, copy);
        }

        return changed;
    }

    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Utf8Comparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = 2_166_136_261u;
            foreach (var value in alternate)
                hash = (hash ^ value) * 16_777_619;
            return (int)hash;
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
