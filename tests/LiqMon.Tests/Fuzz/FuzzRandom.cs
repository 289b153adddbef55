namespace LiqMon.Tests.Fuzz;

/// <summary>Random numbers of one input, made of the run's seed and the input's number alone: SplitMix64. Allocates nothing.</summary>
internal struct FuzzRandom(ulong seed, long input)
{
    private ulong _state = seed ^ ((ulong)input * 0x9E3779B97F4A7C15);

    /// <summary>A number from 0 to less than <paramref name="end"/>.</summary>
    public int Next(int end) => (int)((Next() >> 33) % (ulong)Math.Max(1, end));

    /// <summary>Any of some values.</summary>
    public T Of<T>(ReadOnlySpan<T> values) => values[Next(values.Length)];

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
