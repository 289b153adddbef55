using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;
using StoreFolder = LiqMon.Tests.Store.StoreFolder;

namespace LiqMon.Tests.EndToEnd;

/// <summary>An export into a pipe whose reader has enough.</summary>
public sealed class ExportPipeTests : IDisposable
{
    private const int Orders = 40_000;

    /// <summary>2020-09-13T12:26:40Z: past for every clock.</summary>
    private const long Start = 1_600_000_000_000;

    private readonly StoreFolder _folder = new();

    public ExportPipeTests()
    {
        using var store = _folder.Open();
        foreach (var batch in Enumerable.Range(0, Orders).Chunk(4_096))
            store.Commit([.. batch.Select(i => Sample.Item(Sample.Btc, Start + i))]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reader_that_has_enough_ends_it_quietly()
    {
        using var process = Export();

        Assert.StartsWith("time,venue,", await process.LineAsync(), StringComparison.Ordinal);
        process.StopReading();

        Assert.Equal(0, await process.ExitCodeAsync());
        // How many rows the reader has taken nobody knows, so no number is claimed.
        await process.UntilSaysAsync("whoever read the liquidations stopped before their end");
        Assert.DoesNotContain("rows", process.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_sleeps_does_not_keep_it_from_being_interrupted()
    {
        using var process = Export();
        Assert.NotNull(await process.LineAsync());

        await process.SignalAsync("INT");

        Assert.Equal(130, await process.ExitCodeAsync());
    }

    private LiqMonProcess Export() =>
        LiqMonProcess.Start(null, "export", "--from", "2020-09-13", "--data", _folder.Path);
}
