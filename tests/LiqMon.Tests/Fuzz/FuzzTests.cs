using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using LiqMon.Venues;
using Xunit.Abstractions;

namespace LiqMon.Tests.Fuzz;

/// <summary>
/// Damaged inputs for every reader: 200,000 in an ordinary run, as many as LIQMON_TEST_FUZZ says otherwise. A failure names
/// its seed and input; LIQMON_TEST_FUZZ_SEED plays a seed again.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-fuzz-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_reader_refuses_damage_or_makes_sense_of_it()
    {
        var inputs = Number("LIQMON_TEST_FUZZ") ?? 200_000;
        var seed = (ulong)(Number("LIQMON_TEST_FUZZ_SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue));
        output.WriteLine($"LIQMON_TEST_FUZZ_SEED={seed} LIQMON_TEST_FUZZ={inputs}");
        var run = new FuzzRun(seed, inputs, Targets);

        run.Run();

        output.WriteLine(run.Extremes);
        Assert.True(run.Failures.Count == 0, string.Join("\n\n", run.Failures));
    }

    [Fact]
    public void Every_reader_takes_its_sound_inputs()
    {
        var targets = Targets();
        foreach (var target in targets)
        {
            Assert.NotEmpty(target.Sound);
            foreach (var sound in target.Sound)
            {
                var random = new FuzzRandom(1, 1);
                target.Read(sound, ref random);
            }
        }

        // Nothing is left out without notice: lists of all venues, frames or polls of all that have any.
        Assert.All(VenueCatalog.All, venue => Assert.Contains(targets, target => target.Name == $"{venue.Profile.Id} contracts"));
        Assert.All(VenueCatalog.All, venue => Assert.Contains(targets, target => target.Name == $"{venue.Profile.Id} frames" || target.Name == $"{venue.Profile.Id} polls"));
        Assert.True(targets.Count(target => target.Name.EndsWith(" history", StringComparison.Ordinal)) >= 10);
    }

    [Fact]
    public void A_reader_that_throws_is_slow_or_greedy_is_found()
    {
        byte[][] sound = [[1, 2, 3]];
        byte[]? kept = null;
        var thrown = Play(new("throws", 1, sound, (ReadOnlyMemory<byte> _, ref FuzzRandom _) => throw new InvalidOperationException("by design")));
        var greedy = Play(new("greedy", 1, sound, (ReadOnlyMemory<byte> _, ref FuzzRandom _) => kept = new byte[1 << 20]));
        var slow = Play(new("slow", 1, sound, (ReadOnlyMemory<byte> _, ref FuzzRandom _) => BeSlow()));

        Assert.NotNull(kept);
        Assert.Contains("by design", Assert.Single(thrown), StringComparison.Ordinal);
        Assert.Contains("bytes beyond", Assert.Single(greedy), StringComparison.Ordinal);
        Assert.Contains("it took", Assert.Single(slow), StringComparison.Ordinal);

        static void BeSlow()
        {
            for (var started = Stopwatch.StartNew(); started.ElapsedMilliseconds < 2_100;)
                Thread.SpinWait(1_000);
        }

        static IReadOnlyList<string> Play(FuzzTarget target)
        {
            var run = new FuzzRun(7, 1, () => [target]);
            run.Run();
            return run.Failures;
        }
    }

    private IReadOnlyList<FuzzTarget> Targets() =>
    [
        .. VenueCatalog.All.SelectMany(VenueTargets.Of),
        // Each worker writes files of its own.
        .. TextTargets.In(_folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName),
    ];

    private static long? Number(string variable) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
