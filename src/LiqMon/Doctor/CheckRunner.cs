namespace LiqMon.Doctor;

/// <summary>Runs groups of checks, some groups at a time, each check within its time.</summary>
/// <param name="timeout">How long one check may take.</param>
/// <param name="time">Clock.</param>
internal sealed class CheckRunner(TimeSpan timeout, TimeProvider time)
{
    private const int GroupsAtATime = 6;

    private int _done;

    /// <summary>How many checks are done; may be read by other threads.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Runs all checks.</summary>
    /// <returns>What they found, in the order of the groups.</returns>
    public async Task<IReadOnlyList<CheckOutcome>> RunAsync(IReadOnlyList<CheckGroup> groups, CancellationToken cancellation)
    {
        using var turns = new SemaphoreSlim(GroupsAtATime);
        var found = await Task.WhenAll(groups.Select(async group =>
        {
            await turns.WaitAsync(cancellation);
            try
            {
                return await RunAsync(group, cancellation);
            }
            finally
            {
                turns.Release();
            }
        }));
        return [.. found.SelectMany(answers => answers)];
    }

    private async Task<IReadOnlyList<CheckOutcome>> RunAsync(CheckGroup group, CancellationToken cancellation)
    {
        var answers = new List<CheckOutcome>();
        foreach (var check in group.Checks)
        {
            var result = await RunAsync(check, cancellation);
            cancellation.ThrowIfCancellationRequested();
            answers.Add(new CheckOutcome(group.About, check.Name, result.State, result.Finding, result.Advice));
            Interlocked.Increment(ref _done);
        }

        return answers;
    }

    private async Task<CheckResult> RunAsync(ICheck check, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await check.RunAsync(either.Token);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            if (failure is OperationCanceledException && deadline.IsCancellationRequested)
            {
                return new(
                    check.WhenOverdue, $"no result within {timeout.TotalSeconds:0.#} s",
                    "Give it more time with --timeout, such as --timeout 2m.");
            }

            // A bug in one check must not hide what the others find.
            return CheckResult.Fail($"LiqMon failed at this check: {failure.GetType().Name}: {failure.Message}", "Please report this.");
        }
    }
}
