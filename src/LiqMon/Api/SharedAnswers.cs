namespace LiqMon.Api;

/// <summary>
/// Answers a question once for all who ask the same while it is being answered, and for those who ask just afterwards. Only when
/// the last of those who wait leaves is the work broken off. May be used by several threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="serves">For how long a small answer serves those who ask afterwards.</param>
internal sealed class SharedAnswers(TimeProvider time, TimeSpan serves) : IDisposable
{
    private readonly KeptAnswers _kept = new(time, serves);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>Questions that are being answered now.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
                return _flights.Count;
        }
    }

    /// <summary>Asks, or waits for the answer to the same question.</summary>
    /// <param name="question">What makes questions the same.</param>
    /// <param name="ask">Asks; heeds the token.</param>
    /// <param name="cancellation">This caller leaves.</param>
    internal async Task<IResult> AskAsync(string question, Func<CancellationToken, Task<IResult>> ask, CancellationToken cancellation)
    {
        if (_kept.Find(question) is { } ready)
            return ready;
        Flight? flight;
        var isFirst = false;
        lock (_gate)
        {
            if (!_flights.TryGetValue(question, out flight))
            {
                _flights.Add(question, flight = new Flight(question));
                isFirst = true;
            }

            flight.Callers++;
        }

        try
        {
            if (isFirst)
                _ = FlyAsync(flight, ask);
            var answer = await flight.Answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
            return answer is AnswerResult shared ? shared.Share() : answer;
        }
        finally
        {
            Leave(flight);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _kept.Dispose();

    private async Task FlyAsync(Flight flight, Func<CancellationToken, Task<IResult>> ask)
    {
        try
        {
            var answer = await ask(flight.Stop.Token).ConfigureAwait(false);
            if (answer is AnswerResult whole)
                _kept.Keep(flight.Question, whole);
            if (End(flight, answer as AnswerResult))
                flight.Answer.SetResult(answer);
        }
        catch (OperationCanceledException)
        {
            End(flight, null);
            flight.Answer.TrySetCanceled(CancellationToken.None);
        }
        catch (Exception failure)
        {
            End(flight, null);
            flight.Answer.SetException(failure);
            // The callers report it; when all have left, nobody is interested.
            _ = flight.Answer.Task.Exception;
        }
        finally
        {
            flight.Stop.Dispose();
        }
    }

    /// <summary>From here on nobody joins. What the answer holds is given back when the last caller has taken it.</summary>
    /// <returns>Whether anybody still waits.</returns>
    private bool End(Flight flight, AnswerResult? answer)
    {
        lock (_gate)
        {
            flight.IsEnded = true;
            Remove(flight);
            if (flight.Callers > 0)
            {
                flight.Owned = answer;
                return true;
            }
        }

        answer?.Dispose();
        return false;
    }

    private void Leave(Flight flight)
    {
        AnswerResult? owned = null;
        lock (_gate)
        {
            if (--flight.Callers > 0)
                return;
            Remove(flight);
            if (flight.IsEnded)
                (owned, flight.Owned) = (flight.Owned, null);
            else
                flight.IsAbandoned = true;
        }

        owned?.Dispose();
        if (flight.IsAbandoned)
            flight.Abandon();
    }

    private void Remove(Flight flight)
    {
        if (_flights.TryGetValue(flight.Question, out var known) && ReferenceEquals(known, flight))
            _flights.Remove(flight.Question);
    }

    /// <summary>One question on its way, with those who wait for it.</summary>
    private sealed class Flight(string question)
    {
        public string Question => question;

        public CancellationTokenSource Stop { get; } = new();

        public TaskCompletionSource<IResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Callers { get; set; }

        public bool IsEnded { get; set; }

        public bool IsAbandoned { get; set; }

        /// <summary>What the answer holds, until the last caller leaves.</summary>
        public AnswerResult? Owned { get; set; }

        public void Abandon()
        {
            try
            {
                Stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended in this moment.
            }
        }
    }
}
