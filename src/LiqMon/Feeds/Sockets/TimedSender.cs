using LiqMon.Http;
using LiqMon.Market;

namespace LiqMon.Feeds.Sockets;

/// <summary>Sends one thing after the other, each within a time limit. Several may send at once.</summary>
internal sealed class TimedSender(TimeSpan timeout, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <returns>Why it could not be sent, or null.</returns>
    public async Task<ConnectionFailure?> SendAsync(Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var entered = false;
        try
        {
            await _turn.WaitAsync(either.Token);
            entered = true;
            await send(either.Token);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return deadline.IsCancellationRequested
                ? new(GapReason.ConnectionLost, "the venue does not take what is sent")
                : ConnectionFailure.OfReceive(exception);
        }
        finally
        {
            if (entered)
                _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
