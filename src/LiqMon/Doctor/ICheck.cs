namespace LiqMon.Doctor;

/// <summary>One thing that can be well or not. Changes nothing that a running monitor depends on.</summary>
public interface ICheck
{
    /// <summary>What is looked at, in a word or two, unique in its group.</summary>
    string Name { get; }

    /// <summary>What it means that no result came in time.</summary>
    CheckState WhenOverdue => CheckState.Fail;

    /// <summary>Looks. What can be expected to go wrong is a result, not an exception.</summary>
    /// <param name="cancellation">Cancelled when the time for this check is over, or all of it is called off.</param>
    Task<CheckResult> RunAsync(CancellationToken cancellation);
}

/// <summary>Checks about one thing, run one after the other.</summary>
/// <param name="About">What they are about: <c>store</c>, or the id of a venue.</param>
/// <param name="Checks">The checks, in the order in which they are run and shown.</param>
public sealed record CheckGroup(string About, IReadOnlyList<ICheck> Checks);
