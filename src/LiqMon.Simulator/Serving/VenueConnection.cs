using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Simulator;

/// <summary>One open socket: reads the client's messages, writes the queued frames, and can be cut or frozen.</summary>
internal sealed class VenueConnection : IClient
{
    /// <summary>Frames queued for one slow client before the venue cuts it, as real venues do.</summary>
    public const int QueueLength = 500_000;

    private const int LongestMessage = 1 << 20;

    private readonly VenueHost _host;
    private readonly HttpContext _http;
    private readonly WebSocket _socket;
    private readonly Latch? _latch;
    private readonly Channel<OutgoingFrame> _queue = Channel.CreateBounded<OutgoingFrame>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly Lock _served = new();
    private long _lastTrafficMs;
    private bool _isServed;

    public VenueConnection(VenueHost host, HttpContext http, WebSocket socket, string id)
    {
        _host = host;
        _http = http;
        _socket = socket;
        _latch = http.Features.Get<Latch>();
        _lastTrafficMs = host.NowMs;
        ConnectionId = id;
    }

    /// <summary>The venue's protocol on this connection; set before it is served.</summary>
    public IDialogue? Dialogue { get; set; }

    public string ConnectionId { get; }

    public long NowMs => _host.NowMs;

    public long VenueMs => _host.VenueMs;

    public long LastTrafficMs => Volatile.Read(ref _lastTrafficMs);

    public bool IsFrozen => _latch?.IsShut ?? false;

    public bool IgnoresSubscriptions => _host.Has(Misbehaviour.NoAck);

    public bool RefusesSubscriptions => _host.Has(Misbehaviour.RejectSubscription);

    public bool Refuses(string topic) => RefusesSubscriptions || _host.Faults.Refuses(topic, NowMs);

    public void Reply(byte[] body)
    {
        if (!_host.Faults.IsSilent(isData: false, holdsOrders: false, NowMs)) Enqueue(_host.Frame(body, false, []));
    }

    public void Push(Publication publication) => _host.SendSnapshot(this, publication);

    public void Cut()
    {
        _queue.Writer.TryComplete();
        // The server gives the context of a request that has ended to the next one.
        lock (_served)
        {
            if (!_isServed) _http.Abort();
        }

        // Last, so that a frozen reader finds the connection dead and nothing to read.
        _latch?.Open();
    }

    public void Freeze() => _latch?.Shut();

    public void Thaw() => _latch?.Open();

    /// <summary>Queues a frame; false when the connection is ending or its queue is full, which ends it.</summary>
    public bool Enqueue(OutgoingFrame frame)
    {
        if (_queue.Writer.TryWrite(frame)) return true;
        Cut();
        return false;
    }

    /// <summary>Completes when all frames queued before are written or lost.</summary>
    public Task DrainAsync()
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Enqueue(new OutgoingFrame(default, false, false, [], passed)) ? passed.Task : Task.CompletedTask;
    }

    /// <summary>Serves the connection to its end.</summary>
    public async Task ServeAsync()
    {
        var writing = WriteAsync();
        try
        {
            await ReadAsync(_http.RequestAborted);
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or IOException)
        {
            // The client went away, or the connection was cut: both are everyday.
        }
        finally
        {
            _queue.Writer.TryComplete();
            await writing;
            lock (_served) _isServed = true;
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var message = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var part = await _socket.ReceiveAsync(message.GetMemory(4096), cancellation);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
                return;
            }
            message.Advance(part.Count);
            if (message.WrittenCount > LongestMessage)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, cancellation);
                return;
            }
            if (!part.EndOfMessage) continue;
            Volatile.Write(ref _lastTrafficMs, NowMs);
            _host.Received(this, Encoding.UTF8.GetString(message.WrittenSpan));
            message.ResetWrittenCount();
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_http.RequestAborted))
            {
                while (!_http.RequestAborted.IsCancellationRequested && _queue.Reader.TryRead(out var frame))
                    await WriteAsync(frame);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection ended with frames in the queue; they are given back below.
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var lost)) GiveBack(lost);
        }
    }

    private async ValueTask WriteAsync(OutgoingFrame frame)
    {
        try
        {
            if (IsFrozen) await _latch!.WhenOpenAsync(_http.RequestAborted);
            if (frame.Passed is null)
            {
                if (frame.IsData && _host.Has(Misbehaviour.SlowDrip)) await DripAsync(frame);
                else await SendAsync(frame.Body, frame.IsBinary, true);
                Volatile.Write(ref _lastTrafficMs, NowMs);
            }
            frame.Passed?.TrySetResult();
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or IOException
            or ObjectDisposedException or InvalidOperationException)
        {
            GiveBack(frame);
        }
    }

    private async Task DripAsync(OutgoingFrame frame)
    {
        var (bytes, pause) = (_host.Detail.DripBytes, _host.Detail.DripPause);
        for (var start = 0; start < frame.Body.Length; start += bytes)
        {
            var part = frame.Body[start..Math.Min(start + bytes, frame.Body.Length)];
            await SendAsync(part, frame.IsBinary, start + bytes >= frame.Body.Length);
            if (start + bytes < frame.Body.Length) await Task.Delay(pause, _host.Time, _http.RequestAborted);
        }
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> body, bool isBinary, bool isLast) => _socket.SendAsync(
        body, isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, isLast, _http.RequestAborted);

    private void GiveBack(OutgoingFrame frame)
    {
        _host.Ledger.Withdraw(frame.Carries);
        frame.Passed?.TrySetResult();
    }
}
