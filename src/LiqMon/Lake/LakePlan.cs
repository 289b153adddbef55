namespace LiqMon.Lake;

/// <summary>Where closed days are written as Parquet, and how soon.</summary>
public sealed record LakePlan
{
    /// <summary>Name of the cursor in the store.</summary>
    public const string Destination = "lake";

    /// <summary>The folder.</summary>
    public required string Directory { get; init; }

    /// <summary>How long after its end a day is written. By then hardly anything arrives for it any more.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long nothing may have changed in a day before it is written again, so that a repair makes one file and not many.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a day that keeps changing waits at most.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often changes are looked for.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often is looked whether the coverage of closed days has changed.</summary>
    public TimeSpan CoverageEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What makes it another place than before.</summary>
    public string Identity => Path.GetFullPath(Directory);

    /// <summary>Called with the path of a file that is whole and has not got its name yet. For tests, which end a run there.</summary>
    internal Action<string>? BeforeRename { get; init; }
}
