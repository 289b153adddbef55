using System.Text.Json;

namespace LiqMon.Tests.Torture;

/// <summary>Reads a running process's live stream and keeps its newest totals of all assets over 24 hours: what its windows hold.</summary>
internal sealed class LiveTotals : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Task _reading;
    private volatile Totals? _newest;

    public LiveTotals(Uri url) => _reading = ReadAsync(new Uri(url, "/api/stream"));

    /// <summary>The newest totals; null before the first.</summary>
    public Totals? Newest => _newest;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync(Uri url)
    {
        await using var stream = await _http.GetStreamAsync(url, _end.Token);
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(_end.Token) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
                Take(line[5..]);
        }
    }

    private void Take(string data)
    {
        using var json = JsonDocument.Parse(data);
        var root = json.RootElement;
        if (!root.TryGetProperty("long_orders", out var longs) || root.GetProperty("asset").GetString() != "ALL")
            return;
        // Both ends count to the second, so that the span may look a little longer.
        var span = root.GetProperty("to").GetDateTimeOffset() - root.GetProperty("from").GetDateTimeOffset();
        if (Math.Abs((span - TimeSpan.FromHours(24)).TotalSeconds) > 2)
            return;
        _newest = new Totals(
            longs.GetInt64(), root.GetProperty("short_orders").GetInt64(), root.GetProperty("long_usd").GetDecimal(), root.GetProperty("short_usd").GetDecimal());
    }
}

/// <summary>Orders and dollars.</summary>
internal sealed record Totals(long LongOrders, long ShortOrders, decimal LongUsd, decimal ShortUsd);
