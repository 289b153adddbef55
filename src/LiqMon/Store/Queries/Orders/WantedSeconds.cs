using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Sorts rows that come in order of time into the spans that want them.</summary>
internal sealed class WantedSeconds
{
    private readonly List<SecondSums>[] _found;
    private readonly SecondSpan[] _spans;
    private readonly Dictionary<string, Waiting> _byAsset = new(StringComparer.Ordinal);
    private readonly Waiting? _market;

    internal WantedSeconds(IReadOnlyList<SecondSpan> spans)
    {
        _spans = [.. spans];
        _found = [.. spans.Select(_ => new List<SecondSums>())];
        foreach (var asset in Enumerable.Range(0, spans.Count).GroupBy(index => spans[index].Asset, StringComparer.Ordinal))
            _byAsset.Add(asset.Key, new([.. asset.OrderBy(index => spans[index].From)]));
        _byAsset.Remove(Cascade.MarketWide, out _market);
    }

    /// <summary>What each span has got, in the order of the spans.</summary>
    internal IReadOnlyList<SecondSums[]> Found => [.. _found.Select(seconds => seconds.ToArray())];

    /// <summary>The times that any span touches, merged and in order: first and last second.</summary>
    internal IEnumerable<(long From, long To)> Runs()
    {
        (long From, long To)? run = null;
        foreach (var span in _spans.OrderBy(span => span.From))
        {
            if (run is { } known && span.From <= known.To + 1)
            {
                run = (known.From, Math.Max(known.To, span.To));
                continue;
            }

            if (run is { } done)
                yield return done;
            run = (span.From, span.To);
        }

        if (run is { } last)
            yield return last;
    }

    /// <summary>Takes the next row.</summary>
    internal void Add(string asset, in SecondSums sums)
    {
        if (_byAsset.TryGetValue(asset, out var waiting))
            Add(waiting, sums);
        if (_market is not null)
            Add(_market, sums);
    }

    private void Add(Waiting waiting, in SecondSums sums)
    {
        // Spans of one asset overlap only at their ends, so few are looked at.
        while (waiting.First < waiting.Spans.Length && _spans[waiting.Spans[waiting.First]].To < sums.Second)
            waiting.First++;
        for (var next = waiting.First; next < waiting.Spans.Length && _spans[waiting.Spans[next]].From <= sums.Second; next++)
        {
            if (sums.Second > _spans[waiting.Spans[next]].To)
                continue;
            var found = _found[waiting.Spans[next]];
            if (found.Count > 0 && found[^1].Second == sums.Second)
                found[^1] = found[^1].Plus(sums);
            else
                found.Add(sums);
        }
    }

    /// <summary>The spans of one asset by their start, and the first that has not ended.</summary>
    private sealed class Waiting(int[] spans)
    {
        internal int[] Spans { get; } = spans;

        internal int First { get; set; }
    }
}
