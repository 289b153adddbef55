using System.Diagnostics;
using System.Text;

namespace LiqMon.Tests.Fuzz;

/// <summary>
/// Gives damaged inputs to all targets, on as many threads as there are processors. An input fails if an exception comes
/// out, if what comes out makes no sense, if it takes longer than <see cref="MostTime"/>, or if it allocates more than
/// <see cref="AllocatedAtLeast"/> and what its target may for each byte. What is measured is measured
/// again before it counts: the first use of a type, and other work on the machine, are not the input's fault.
/// </summary>
internal sealed class FuzzRun(ulong seed, long inputs, Func<IReadOnlyList<FuzzTarget>> targets)
{
    /// <summary>What an input may allocate whatever its length.</summary>
    public const long AllocatedAtLeast = 256 * 1024;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(1);

    private readonly Lock _noting = new();
    private readonly List<string> _failures = [];
    private long _next;

    /// <summary>What failed, each with how to play it again; at most 20.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>The slowest input and the one that allocated most, for the record.</summary>
    public string Extremes { get; private set; } = "";

    public void Run()
    {
        var workers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Worker()).ToList();
        foreach (var worker in workers)
        {
            worker.Thread = new Thread(() => Work(worker)) { IsBackground = true, Name = "fuzz" };
            worker.Thread.Start();
        }

        // A reader that never returns would keep the test for ever: it is named instead.
        foreach (var worker in workers)
        {
            while (!worker.Thread!.Join(TimeSpan.FromSeconds(1)))
            {
                var since = Interlocked.Read(ref worker.Since);
                if (since != 0 && Stopwatch.GetElapsedTime(since) > Stuck)
                {
                    Fail($"input {worker.Number} of seed {seed} has not been read after {Stuck}");
                    return;
                }
            }
        }

        var slowest = workers.MaxBy(worker => worker.Longest)!;
        var largest = workers.MaxBy(worker => worker.MostAllocated)!;
        Extremes = $"slowest {slowest.Longest.TotalMilliseconds:F1} ms ({slowest.LongestOf}), most allocated beyond its length "
            + $"{largest.MostAllocated / 1024} KiB ({largest.MostAllocatedOf})";
    }

    private void Work(Worker worker)
    {
        try
        {
            var list = targets();
            var shares = list.SelectMany(target => Enumerable.Repeat(target, target.Share)).ToArray();
            var input = new FuzzInput();
            for (long number; (number = Interlocked.Increment(ref _next)) <= inputs && _failures.Count < 20;)
            {
                worker.Number = number;
                Try(worker, shares, input, number);
            }
        }
        catch (Exception failure)
        {
            Fail($"seed {seed}: {failure}");
        }
    }

    private void Try(Worker worker, FuzzTarget[] shares, FuzzInput input, long number)
    {
        var random = new FuzzRandom(seed, number);
        var target = random.Of<FuzzTarget>(shares);
        input.Make(ref random, target.Sound);
        for (var attempt = 1; ; attempt++)
        {
            var again = random;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            Interlocked.Exchange(ref worker.Since, start);
            try
            {
                target.Read(input.Memory, ref again);
            }
            catch (Exception failure)
            {
                Fail($"{Describe(target, input, number)}\n{failure}");
                return;
            }

            var took = Stopwatch.GetElapsedTime(start);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before - (target.AllocatedPerByte * input.Length);
            Interlocked.Exchange(ref worker.Since, 0);
            if (took <= MostTime && allocated <= AllocatedAtLeast)
            {
                worker.Note(target.Name, took, allocated);
                return;
            }

            if (attempt < 3)
                continue;
            Fail($"{Describe(target, input, number)}\nit took {took} and allocated {allocated} bytes beyond {target.AllocatedPerByte} a byte of it");
            return;
        }
    }

    private string Describe(FuzzTarget target, FuzzInput input, long number)
    {
        var text = Encoding.Latin1.GetString(input.Bytes[..Math.Min(input.Length, 2_000)]);
        var shown = string.Concat(text.Select(letter => letter is >= ' ' and < '\u007f' ? letter.ToString() : $"\\x{(int)letter:x2}"));
        return $"seed {seed}, input {number}, {target.Name}, {input.Length} bytes: {shown}";
    }

    private void Fail(string what)
    {
        lock (_noting)
        {
            if (_failures.Count < 20)
                _failures.Add(what);
        }
    }

    private sealed class Worker
    {
        public long Since;

        public Thread? Thread { get; set; }

        public long Number { get; set; }

        public TimeSpan Longest { get; private set; }

        public string LongestOf { get; private set; } = "";

        public long MostAllocated { get; private set; }

        public string MostAllocatedOf { get; private set; } = "";

        public void Note(string target, TimeSpan took, long allocated)
        {
            if (took > Longest)
                (Longest, LongestOf) = (took, target);
            if (allocated > MostAllocated)
                (MostAllocated, MostAllocatedOf) = (allocated, target);
        }
    }
}
