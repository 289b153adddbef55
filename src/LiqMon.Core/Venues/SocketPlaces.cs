using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Which of a venue's sockets each contract has, where one socket does not take all. A contract keeps its socket as long as it
/// is wanted: if contracts moved together whenever one before them ends, each would be subscribed nowhere for a moment. New
/// contracts fill the places of those that have ended. One task at a time.
/// </summary>
public sealed class SocketPlaces
{
    private readonly Dictionary<string, Dictionary<string, int>> _places = new(StringComparer.Ordinal);

    /// <summary>The contracts of each socket of one kind, by the socket's number.</summary>
    /// <param name="kind">What distinguishes these sockets from others of the venue.</param>
    /// <param name="contracts">All contracts that are wanted; in each socket they keep this order.</param>
    /// <param name="sizeOf">What one contract takes of a socket's room.</param>
    /// <param name="room">How much a socket takes; a contract that takes more has a socket of its own.</param>
    public IReadOnlyList<(int Number, IReadOnlyList<Instrument> Contracts)> Of(
        string kind, IReadOnlyList<Instrument> contracts, Func<Instrument, int> sizeOf, int room)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentNullException.ThrowIfNull(sizeOf);
        var before = _places.GetValueOrDefault(kind) ?? [];
        var places = new Dictionary<string, int>(contracts.Count, StringComparer.Ordinal);
        var used = new List<int>();
        foreach (var contract in contracts)
        {
            if (before.TryGetValue(contract.Symbol, out var number))
                Put(contract, number);
        }

        var first = 0;
        foreach (var contract in contracts.Where(contract => !before.ContainsKey(contract.Symbol)))
        {
            var size = sizeOf(contract);
            var number = first;
            while (number < used.Count && used[number] > 0 && used[number] + size > room)
                number++;
            Put(contract, number);
            while (first < used.Count && used[first] >= room)
                first++;
        }

        _places[kind] = places;
        return
        [
            .. contracts.GroupBy(contract => places[contract.Symbol]).OrderBy(group => group.Key)
                .Select(group => (group.Key, (IReadOnlyList<Instrument>)[.. group])),
        ];

        void Put(Instrument contract, int number)
        {
            while (used.Count <= number)
                used.Add(0);
            used[number] += sizeOf(contract);
            places[contract.Symbol] = number;
        }
    }
}
