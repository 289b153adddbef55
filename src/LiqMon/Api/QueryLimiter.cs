namespace LiqMon.Api;

/// <summary>
/// Lets a limited number of questions reach the store at once. A caller that gives up does not free its place: that
/// happens when the store has really finished.
/// </summary>
public sealed class QueryLimiter(int places) : IDisposable
{
    private readonly SemaphoreSlim _places = new(places, places);

    /// <summary>Asks, away from the threads that serve connections.</summary>
    public async Task<T> AskAsync<T>(Func<T> question, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        var asking = Task.Run(
            () =>
            {
                try
                {
                    return question();
                }
                finally
                {
                    _places.Release();
                }
            },
            CancellationToken.None);
        return await asking.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
