namespace LiqMon.Doctor;

/// <summary>What all checks found.</summary>
/// <param name="Ok">Whether none failed.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Warned">How many found something that should be known.</param>
/// <param name="Checks">The checks, in order.</param>
public sealed record DoctorResult(bool Ok, int Failed, int Warned, IReadOnlyList<CheckOutcome> Checks)
{
    /// <summary>Sums up.</summary>
    public static DoctorResult Of(IReadOnlyList<CheckOutcome> checks)
    {
        var failed = checks.Count(check => check.State == CheckState.Fail);
        return new DoctorResult(failed == 0, failed, checks.Count(check => check.State == CheckState.Warn), checks);
    }
}

/// <summary>What one check found.</summary>
/// <param name="About">What it is about: <c>store</c>, or the id of a venue.</param>
/// <param name="Check">What was looked at.</param>
/// <param name="State">How it turned out.</param>
/// <param name="Finding">What was found, in one sentence.</param>
/// <param name="Advice">What to do about it; null where there is nothing to do.</param>
public sealed record CheckOutcome(string About, string Check, CheckState State, string Finding, string? Advice);
