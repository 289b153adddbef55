using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>
/// Waits until everything that simulated venues sent over a network in memory has been taken, and LiqMon has done what
/// follows from it. Whoever moves its clocks waits so after each step.
/// </summary>
/// <param name="simulation">The venues.</param>
/// <param name="venues">Which of them are watched.</param>
/// <param name="network">The network between them and LiqMon.</param>
/// <param name="time">LiqMon's clock.</param>
/// <param name="items">How many items LiqMon has handed over that nobody has taken yet.</param>
internal sealed class Stillness(Simulation simulation, IReadOnlyList<string> venues, MemoryNetwork network, FakeTime time, Func<int> items)
{
    /// <summary>Patience of the machine's clock, for machines that do a lot else.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for other threads when nothing else moves: they may work for somebody else.</summary>
    private static readonly TimeSpan PoolPatience = TimeSpan.FromMilliseconds(20);

    /// <summary>Rounds in which nothing moved that are taken for rest.</summary>
    private const int QuietRounds = 2;

    /// <summary>Waits in vain after which so many busy threads are taken for rest: a test runner beside has come to stay.</summary>
    private const int InVain = 3;

    private int _leastBusy = int.MaxValue;
    private int _inVain;

    public async Task WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var before = Activity();
        for (var quiet = 0; quiet < QuietRounds; quiet++)
        {
            // What a venue has queued for a socket is not on the network yet.
            foreach (var venue in venues)
                await simulation.DrainAsync(venue, patience.Token);
            await Task.Run(static () => { }, patience.Token);
            // Holds this thread, so that the others come to rest.
            if (SpinWait.SpinUntil(IsPoolIdle, PoolPatience))
                _inVain = 0;
            else if (++_inVain >= InVain)
                (_leastBusy, _inVain) = (Busy(), 0);
            var now = Activity();
            if (!network.IsIdle || now != before)
                quiet = -1;
            before = now;
        }
    }

    /// <summary>
    /// Whether as few threads of the pool work as ever did: one that the machine has paused holds back what LiqMon was
    /// about to do. Some work for the test runner, always.
    /// </summary>
    private bool IsPoolIdle()
    {
        var busy = Busy();
        _leastBusy = Math.Min(_leastBusy, busy);
        return busy == _leastBusy && ThreadPool.PendingWorkItemCount == 0;
    }

    private static int Busy()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return most - free;
    }

    /// <summary>What changes while LiqMon is busy.</summary>
    private (int Requests, int Timers, int Items) Activity() => (network.Requests, time.Timers, items());
}
