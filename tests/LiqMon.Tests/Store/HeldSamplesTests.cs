using System.Threading.Channels;
using LiqMon.Market;
using LiqMon.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Store;

public sealed class HeldSamplesTests : IDisposable
{
    private static readonly TimeSpan Longest = new StoreOptions { DataDirectory = "" }.SampleHold;

    private readonly StoreFolder _folder = new();
    private readonly FakeTime _time = new();
    private readonly Channel<StoreItem> _lane = Channel.CreateUnbounded<StoreItem>();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Samples_wait_to_be_written_together_and_orders_do_not_wait_for_them()
    {
        using var store = _folder.Open();
        var loop = Loop(store);
        var running = loop.RunAsync(CancellationToken.None);
        await _lane.Writer.WriteAsync(Open(0));
        await _lane.Writer.WriteAsync(Sample.Item(Sample.Btc, Sample.Noon));
        await UntilAsync("1", "SELECT count(*) FROM liquidation", TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10));
        Assert.Equal("0", _folder.Dump("SELECT count(*) FROM open_interest"));
        Assert.Equal(1, loop.NotStored);

        await _lane.Writer.WriteAsync(Open(60_000));
        await UntilAsync("2", "SELECT count(*) FROM open_interest", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal(0, loop.NotStored);

        // What waits when the program ends is written.
        await _lane.Writer.WriteAsync(Open(120_000));
        _lane.Writer.Complete();
        await Until.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(50));
                return running.IsCompleted;
            },
            "the loop ends", 60);
        await running;
        Assert.Equal("3", _folder.Dump("SELECT count(*) FROM open_interest"));
    }

    [Fact]
    public void Many_are_written_at_once_and_those_of_a_venue_together()
    {
        var held = new HeldSamples(_time, Longest);
        Assert.False(held.TryHold(Sample.Item(Sample.Btc, Sample.Noon)));
        for (var i = 0; i < HeldSamples.Most; i++)
        {
            Assert.False(held.IsDue);
            Assert.True(held.TryHold(Open(i, i % 2 == 0 ? Sample.Btc : Sample.BtcElsewhere)));
        }

        Assert.True(held.IsDue);
        var (batch, all) = (new List<StoreItem>(), new List<StoreItem>());
        while (held.Count > 0)
        {
            batch.Clear();
            held.MoveTo(batch, CommitLoop.MaxBatch);
            Assert.InRange(batch.Count, 1, CommitLoop.MaxBatch);
            all.AddRange(batch);
            Assert.Single(batch.Select(item => ((OpenInterest)item.Payload!).Instrument.Venue).Distinct());
        }

        Assert.Equal(HeldSamples.Most, all.Select(item => ((OpenInterest)item.Payload!).TimeMs).Distinct().Count());
        Assert.False(held.IsDue);
    }

    [Fact]
    public void None_waits_longer_than_the_limit()
    {
        var held = new HeldSamples(_time, Longest);
        held.TryHold(Open(0));
        _time.Advance(Longest - TimeSpan.FromMilliseconds(1));
        held.TryHold(Open(1));
        Assert.False(held.IsDue);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(held.IsDue);
    }

    private CommitLoop Loop(EventStore store)
    {
        var committed = Channel.CreateUnbounded<Committed>();
        return new(store, [_lane.Reader], committed.Writer, Sample.Noon, _time, new CommitCounters(), NullLogger.Instance);
    }

    private Task UntilAsync(string expected, string query, TimeSpan step, TimeSpan atMost)
    {
        var passed = TimeSpan.Zero;
        return Until.TrueAsync(
            () =>
            {
                if (_folder.Dump(query) == expected)
                    return true;
                // The loop is given the time to do what it waits for before more passes.
                if (passed < atMost && _time.Timers > 0)
                {
                    _time.Advance(step);
                    passed += step;
                }

                return false;
            },
            query, 60);
    }

    private static StoreItem Open(long afterMs, Instrument? instrument = null) =>
        StoreItem.Of(new OpenInterest(instrument ?? Sample.Btc, Sample.Noon + afterMs, 1, 1, 1));
}
