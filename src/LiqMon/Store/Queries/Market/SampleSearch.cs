namespace LiqMon.Store;

/// <summary>Contracts that are looked for from one end of a span, and what has been found of them.</summary>
internal sealed class SampleSearch(
    Dictionary<int, (long FirstMs, long LastMs)> wanted,
    (long FromMs, long ToMs) span,
    bool isNewest,
    Func<int, long, Dictionary<int, Sample>, bool>? isGivenUp)
{
    /// <summary>The contracts that have not been found, each with its first and last cell.</summary>
    internal Dictionary<int, (long FirstMs, long LastMs)> Wanted => wanted;

    /// <summary>What has been found, by contract.</summary>
    internal Dictionary<int, Sample> Found { get; } = [];

    /// <summary>Whether the end of the span is looked from.</summary>
    internal bool IsNewest => isNewest;

    /// <summary>Takes a sample; returns whether it is one that was looked for.</summary>
    internal bool Take(in Sample sample)
    {
        if (sample.TimeMs < span.FromMs || sample.TimeMs >= span.ToMs || !wanted.Remove(sample.Instrument))
            return false;
        Found.Add(sample.Instrument, sample);
        return true;
    }

    /// <summary>All cells up to this one have been read: those that can be in no other are not looked for any more.</summary>
    internal void Pass(long cell)
    {
        foreach (var (instrument, bound) in wanted)
        {
            if ((isNewest ? bound.FirstMs >= cell : bound.LastMs <= cell) || isGivenUp?.Invoke(instrument, cell, Found) == true)
                wanted.Remove(instrument);
        }
    }
}
