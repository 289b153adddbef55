using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiqMon.Benchmarks.Load;

/// <summary>One open page: it does what the script of the page does, without drawing.</summary>
/// <param name="listen">Where the process listens.</param>
/// <param name="address">Which page.</param>
/// <param name="afterMs">How long after the others it is opened: visitors do not come all at one moment.</param>
internal sealed partial class OpenPage(Uri listen, string address, int afterMs)
{
    private static readonly TimeSpan EachSecond = TimeSpan.FromSeconds(1);

    private (string Tag, string Text)? _version;
    private DateTimeOffset? _shown;

    /// <summary>How old figures were when they came.</summary>
    internal List<TimeSpan> OnArrival { get; } = [];

    /// <summary>How old they had become when newer ones came.</summary>
    internal List<TimeSpan> WhenReplaced { get; } = [];

    /// <summary>How long each request took.</summary>
    internal List<TimeSpan> Took { get; } = [];

    /// <summary>Bytes of bodies as they came over the wire.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Requests without a page.</summary>
    internal int Failures { get; private set; }

    /// <summary>The last failure.</summary>
    internal string? Error { get; private set; }

    /// <summary>Keeps the page open until cancelled.</summary>
    internal async Task StayAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = listen };
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        using var stream = await http.GetStreamAsync("/live/ticks", cancellation);
        await Task.Delay(afterMs, CancellationToken.None);
        while (!cancellation.IsCancellationRequested)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                await RefreshAsync(http);
                Took.Add(clock.Elapsed);
            }
            catch (Exception failure) when (failure is HttpRequestException or JsonException)
            {
                Failures++;
                Error = failure.Message;
            }

            if (EachSecond - clock.Elapsed is var rest && rest > TimeSpan.Zero)
                await Task.Delay(rest, CancellationToken.None);
        }
    }

    private async Task RefreshAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (_version is { } known)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", known.Tag);
            request.Headers.Add("A-IM", "liqmon-pieces");
        }

        using var response = await http.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.NotModified)
            return;
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.IMUsed))
            throw new HttpRequestException($"HTTP {(int)response.StatusCode}");
        var body = await response.Content.ReadAsByteArrayAsync();
        Bytes += body.Length;
        var text = Encoding.UTF8.GetString(response.Content.Headers.ContentEncoding.Contains("gzip") ? Unpacked(body) : body);
        if (response.StatusCode == HttpStatusCode.IMUsed)
            text = Applied(text, _version!.Value.Text);
        _version = (response.Headers.ETag!.ToString(), text);
        var at = DateTimeOffset.Parse(Time().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
        var now = TimeProvider.System.GetUtcNow();
        OnArrival.Add(now - at);
        if (_shown is { } before && before != at)
            WhenReplaced.Add(now - before);
        _shown = at;
    }

    private static byte[] Unpacked(byte[] body)
    {
        using var packed = new System.IO.Compression.GZipStream(new MemoryStream(body), System.IO.Compression.CompressionMode.Decompress);
        using var whole = new MemoryStream();
        packed.CopyTo(whole);
        return whole.ToArray();
    }

    /// <summary>The page that a list of changes makes of the one before: pieces of that one by place and number, and new text.</summary>
    private static string Applied(string changes, string before)
    {
        var pieces = Piece().Split(before);
        var text = new StringBuilder();
        using var delta = JsonDocument.Parse(changes);
        foreach (var part in delta.RootElement.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.String)
                text.Append(part.GetString());
            else
                text.AppendJoin("", pieces.Skip(part[0].GetInt32()).Take(part[1].GetInt32()));
        }

        return text.ToString();
    }

    [GeneratedRegex("<time datetime=\"([^\"]+)\"")]
    private static partial Regex Time();

    [GeneratedRegex("(?!^)(?=<(?!/))")]
    private static partial Regex Piece();
}
