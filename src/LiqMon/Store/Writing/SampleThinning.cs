using LiqMon.Packing;

namespace LiqMon.Store;

/// <summary>
/// Leaves of each contract's old samples the last of each hour, of blocks; what is packed later is thinned then. Walks through each
/// hour once, by contract.
/// </summary>
internal sealed class SampleThinning(Database database)
{
    private readonly BlockTable _blocks = new(database);
    private (long HourMs, int From)? _at;

    /// <summary>Looks at some blocks before an hour; true when there is more to do.</summary>
    internal bool Step(long beforeMs, int blocks)
    {
        if (_at is null)
        {
            if (_blocks.FirstHour(database.Scalar("SELECT thinned_ms FROM state") ?? 0) is not { } oldest || oldest >= beforeMs)
                return false;
            _at = (oldest, 0);
        }

        var (hourMs, from) = _at.Value;
        var (looked, thinned) = (0, new List<(int Instrument, byte[] Samples)>());
        _blocks.Each(hourMs, from, SampleParts.All, (instrument, samples) =>
        {
            // A damaged block stays as it is: doctor shows it.
            if (samples.Marks.Length > 1 || samples.OpenInterest.Length > 1)
                thinned.Add((instrument, SampleBlock.Pack(hourMs, Last(samples.Marks), Last(samples.OpenInterest))));
            from = instrument + 1;
            return ++looked < blocks;
        });
        foreach (var (instrument, samples) in thinned)
            _blocks.Replace(hourMs, instrument, samples);
        _at = (hourMs, from);
        if (looked == blocks)
            return true;
        database.Prepare("UPDATE state SET thinned_ms = ?1").Bind(1, hourMs + UnixTime.HourMs).Run();
        Restart();
        return true;
    }

    internal void Restart() => _at = null;

    private static ReadOnlySpan<T> Last<T>(ReadOnlySpan<T> samples) => samples.IsEmpty ? samples : samples[^1..];
}
