namespace LiqMon.Doctor;

/// <summary>How a check turned out.</summary>
public enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and something about it should be known.</summary>
    Warn,

    /// <summary>It does not work.</summary>
    Fail,

    /// <summary>It could not be looked at, or there was no need to.</summary>
    Skipped,
}

/// <summary>What a check found.</summary>
/// <param name="State">How it turned out.</param>
/// <param name="Finding">What was found, in one sentence for people.</param>
/// <param name="Advice">What to do about it; null where there is nothing to do.</param>
public sealed record CheckResult(CheckState State, string Finding, string? Advice = null)
{
    /// <summary>All is well.</summary>
    public static CheckResult Ok(string finding) => new(CheckState.Ok, finding);

    /// <summary>It works, but.</summary>
    public static CheckResult Warn(string finding, string? advice = null) => new(CheckState.Warn, finding, advice);

    /// <summary>It does not work.</summary>
    public static CheckResult Fail(string finding, string? advice = null) => new(CheckState.Fail, finding, advice);

    /// <summary>It was not looked at.</summary>
    public static CheckResult Skipped(string finding) => new(CheckState.Skipped, finding);
}
