namespace LiqMon.External;

/// <summary>How gaps of venues without history are filled while <c>run</c> goes on.</summary>
public sealed record GapFillOptions
{
    /// <summary>Where Coinalyze is called, with which key.</summary>
    public required CoinalyzeSettings Coinalyze { get; init; }

    /// <summary>How old a gap may be to be filled without a command.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long after a gap its sums are requested: the last bucket must be whole, and be written.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How often gaps are looked for.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After so many failures a venue's gaps are tried once in <see cref="LongestPause"/>.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Pause after a failed attempt; it doubles.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Least time between two calls.</summary>
    public TimeSpan Pace { get; init; } = CoinalyzeClient.Pace;
}
