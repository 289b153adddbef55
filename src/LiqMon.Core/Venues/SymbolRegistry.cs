using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// The names of one venue: its symbols, and accounts of its own. Symbols are found by their bytes without making a string.
/// Readers never wait.
/// </summary>
public sealed class SymbolRegistry
{
    /// <summary>How many symbols of one venue are kept; a venue that names more is broken or hostile.</summary>
    public const int Capacity = 5_000;

    private readonly Lock _writing = new();
    private readonly Dictionary<string, RefusedContract> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<byte[], VenueSymbol> _symbols = new(Utf8Comparer.Instance);
    private int _count;
    private SystemAccounts _accounts = SystemAccounts.None;
    private bool _isListComplete;
    private long _unseenSinceMs = long.MinValue;

    /// <summary>All symbols named so far.</summary>
    public IReadOnlyCollection<VenueSymbol> Symbols => [.. _symbols.Select(pair => pair.Value)];

    /// <summary>The venue's own accounts, where they are known.</summary>
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

    /// <summary>
    /// Since when a contract that now appears for the first time may have been traded unseen, Unix milliseconds: all lists of
    /// that time, and all that came since, lack it. Null while no list has been loaded.
    /// </summary>
    public long? UnseenSinceMs
    {
        get => Interlocked.Read(ref _unseenSinceMs) is var sinceMs && sinceMs != long.MinValue ? sinceMs : null;
        set => Interlocked.Exchange(ref _unseenSinceMs, value ?? long.MinValue);
    }

    /// <summary>Contracts that the venue lists and that are not watched, by symbol, each with the reason; sorted.</summary>
    public IReadOnlyList<RefusedContract> Refused
    {
        get
        {
            lock (_writing)
                return [.. _refused.Values.OrderBy(refused => refused.Symbol, StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether the bytes may be a symbol; see <see cref="ContractNames.IsSymbol"/>.</summary>
    public static bool IsValid(ReadOnlySpan<byte> symbol) => ContractNames.IsSymbol(symbol);

    /// <summary>The entry of a symbol, made if it is new and acceptable.</summary>
    public bool TryGet(ReadOnlySpan<byte> symbol, [NotNullWhen(true)] out VenueSymbol? entry, out RejectReason reason)
    {
        reason = default;
        var known = _symbols.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (known.TryGetValue(symbol, out entry))
            return true;
        // A backslash is never part of a name: the symbol stands in its message as JSON escapes, such as \u725b for 牛.
        if (symbol.Contains((byte)'\\'))
            return TryGetEscaped(symbol, out entry, out reason);
        if (!IsValid(symbol))
        {
            reason = RejectReason.BadSymbol;
            return false;
        }

        lock (_writing)
        {
            if (known.TryGetValue(symbol, out entry))
                return true;
            if (_count >= Capacity)
            {
                reason = RejectReason.TooManySymbols;
                return false;
            }

            entry = new VenueSymbol(Encoding.UTF8.GetString(symbol), symbol.ToArray());
            Add(entry);
            return true;
        }
    }

    /// <summary>
    /// Takes in contracts as the venue lists them now. A contract whose rules changed gets a new version from
    /// <paramref name="nowMs"/> on; one that did not keeps its version. One that cannot be watched is in
    /// <see cref="Refused"/> until it is listed otherwise.
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
            foreach (var instrument in listed)
            {
                var utf8 = Encoding.UTF8.GetBytes(instrument.WireName);
                var isNew = !_symbols.TryGetValue(utf8, out var entry);
                if ((ContractNames.WhyRefused(instrument) ?? (isNew && _count >= Capacity ? ContractRefusal.TooManyContracts : null)) is { } why)
                {
                    if (_refused.Count < Capacity)
                        _refused[instrument.Symbol] = new(instrument.Symbol, why);
                    losses?.Add(why, instrument.Symbol);
                    continue;
                }

                _refused.Remove(instrument.Symbol);
                if (isNew || entry is null)
                {
                    entry = new VenueSymbol(instrument.WireName, utf8);
                    Add(entry);
                }

                if (entry.Instrument is not { } current)
                {
                    entry.Assign(instrument);
                    changed.Add(instrument);
                    continue;
                }

                var named = current.Symbol == instrument.Symbol ? current : current.Renamed(instrument.Symbol, instrument.WireSymbol);
                var version = named.SameRules(instrument) ? named : instrument.Following(named, nowMs);
                if (ReferenceEquals(version, current))
                    continue;
                entry.Assign(version);
                changed.Add(version);
            }
        }

        return changed;
    }

    /// <summary>Takes in which of the known contracts the venue lists now, when all its lists have been read.</summary>
    /// <param name="listed">Their names.</param>
    /// <param name="nowMs">When they were read, Unix milliseconds.</param>
    public void SetListed(IReadOnlySet<string> listed, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(listed);
        foreach (var (_, symbol) in _symbols)
        {
            if (symbol.Instrument is { } known)
                symbol.DelistedMs = listed.Contains(known.Symbol) ? null : symbol.DelistedMs ?? nowMs;
        }
    }

    /// <summary>Takes in what a venue's list holds and is not watched, each until it is listed otherwise.</summary>
    public void Refuse(IReadOnlyList<RefusedContract> refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        lock (_writing)
        {
            foreach (var contract in refused)
            {
                if (_refused.Count < Capacity || _refused.ContainsKey(contract.Symbol))
                    _refused[contract.Symbol] = contract;
            }
        }
    }

    /// <summary>Adds an entry; the caller holds the lock. A count of the table itself would stop all its readers.</summary>
    private void Add(VenueSymbol entry)
    {
        _symbols[entry.Utf8] = entry;
        _count++;
    }

    private bool TryGetEscaped(ReadOnlySpan<byte> symbol, [NotNullWhen(true)] out VenueSymbol? entry, out RejectReason reason)
    {
        (entry, reason) = (null, RejectReason.BadSymbol);
        // Each byte of a name takes at most six in JSON.
        if (symbol.Length > 6 * ContractNames.MaxSymbolBytes)
            return false;
        Span<byte> quoted = stackalloc byte[symbol.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        symbol.CopyTo(quoted[1..]);
        Span<byte> name = stackalloc byte[symbol.Length];
        try
        {
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            // A quotation mark within would end the text early.
            if (reader.BytesConsumed != quoted.Length)
                return false;
            name = name[..reader.CopyString(name)];
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return false; // No escapes at all, or half a surrogate pair.
        }

        return !name.Contains((byte)'\\') && TryGet(name, out entry, out reason);
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
