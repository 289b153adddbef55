namespace LiqMon.Api;

/// <summary>
/// Lets a limited number of questions reach the store at once, and a limited number wait. A caller that gives up does not
/// free its place: that happens when the store has really finished, which is at once where the question heeds its token.
/// </summary>
/// <param name="places">Questions that are answered at once.</param>
/// <param name="mostWaiting">Questions that may wait for a place.</param>
public sealed class QueryLimiter(int places, int mostWaiting) : IDisposable
{
    private readonly SemaphoreSlim _places = new(places, places);
    private int _waiting;

    /// <summary>
    /// Asks, on a thread of its own: the store's calls block, and the threads that serve connections must stay free.
    /// </summary>
    /// <param name="question">Asks; heeds the token.</param>
    /// <param name="cancellation">Ends the waiting and the question.</param>
    /// <returns>The answer; not answered when too many questions wait already.</returns>
    public async Task<(bool IsAnswered, T? Answer)> AskAsync<T>(Func<CancellationToken, T> question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (!_places.Wait(0, CancellationToken.None) && !await WaitAsync(cancellation).ConfigureAwait(false))
            return (false, default);
        var asking = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return question(cancellation);
                }
                finally
                {
                    _places.Release();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            return (true, await asking.WaitAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Nobody takes an answer that still comes.
            _ = GiveBackAsync(asking);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>Gives back what an answer holds, once there is one.</summary>
    private static async Task GiveBackAsync<T>(Task<T> asking)
    {
        await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (asking.IsCompletedSuccessfully)
            (await asking.ConfigureAwait(false) as IDisposable)?.Dispose();
    }

    /// <returns>False when too many wait.</returns>
    private async Task<bool> WaitAsync(CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > mostWaiting)
                return false;
            await _places.WaitAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
