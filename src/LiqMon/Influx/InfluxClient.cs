using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiqMon.Http;
using LiqMon.Text;

namespace LiqMon.Influx;

/// <summary>Writes line protocol over HTTP and says what became of it. Whatever can go wrong on a network is a value.</summary>
public sealed class InfluxClient : IDisposable
{
    private const int MaxMessage = 300;

    private readonly InfluxOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly Uri _writeUrl;
    private readonly AuthenticationHeaderValue? _authorization;

    /// <summary>A client with connections of its own.</summary>
    public InfluxClient(InfluxOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time;
        _writeUrl = options.WriteUrl;
        _authorization = Authorization(options);
        // No redirect is followed: the token is for this server only.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 1 << 20 };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent.Text);
    }

    /// <summary>Writes some lines.</summary>
    public async Task<WriteResult> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _writeUrl) { Content = Packed(lines) };
        request.Headers.Authorization = _authorization;
        using var patience = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
                return new(WriteStatus.Stored);
            var body = await answer.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
            return StatusOf((int)answer.StatusCode, ErrorText(body), RetryAfter(answer.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(WriteStatus.Unavailable, $"{_options.Url.Authority} did not answer within {_options.Timeout.TotalSeconds:0} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException)
        {
            return new(WriteStatus.Unavailable, $"{_options.Url.Authority} cannot be reached ({TerminalText.Of(failure.GetBaseException().Message)})");
        }
    }

    /// <summary>Asks a server something that is no write.</summary>
    /// <param name="path">Path and query below the server's address.</param>
    /// <param name="cancellation">Cancels.</param>
    internal async Task<InfluxReply> GetAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _options.Under(path));
        request.Headers.Authorization = _authorization;
        try
        {
            using var answer = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            var version = answer.Headers.TryGetValues("X-Influxdb-Version", out var said) ? TerminalText.Of(said.First()) : null;
            return new((int)answer.StatusCode, TerminalText.Of((await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)).Trim()), version);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new(0, $"{_options.Url.Authority} cannot be reached ({TerminalText.Of(failure.GetBaseException().Message)})", null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>
    /// What an HTTP status means. Sources: InfluxDB 2 API, «POST /api/v2/write»; InfluxDB 1.x, «Writing points», which
    /// answers 400 «partial write» also when it has stored the rest, and when points are older than the retention.
    /// </summary>
    internal static WriteResult StatusOf(int status, string said, TimeSpan? retryAfter = null)
    {
        var message = $"HTTP {status}{(said.Length > 0 ? ": " + said : "")}";
        return status switch
        {
            >= 200 and < 300 => new(WriteStatus.Stored),
            413 => new(WriteStatus.TooLarge, message),
            400 or 422 when said.Contains("beyond retention policy", StringComparison.Ordinal) =>
                new(WriteStatus.PartlyExpired, message, Expired: Dropped(said)),
            400 or 422 => new(WriteStatus.BadPoint, message),
            408 or 429 or >= 500 => new(WriteStatus.Unavailable, message, retryAfter),
            >= 300 and < 400 => new(WriteStatus.Denied, message + "; the address leads elsewhere"),
            _ => new(WriteStatus.Denied, message),
        };
    }

    private static AuthenticationHeaderValue? Authorization(InfluxOptions options)
    {
        if (options.Token is { } token)
            return new("Token", token.Reveal());
        return options.User is { } user
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password?.Reveal()}")))
            : null;
    }

    private static ByteArrayContent Packed(ReadOnlyMemory<byte> lines)
    {
        // Lines repeat each other: the fastest level already takes four fifths away.
        using var packed = new MemoryStream(lines.Length / 4);
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(lines.Span);
        var content = new ByteArrayContent(packed.GetBuffer(), 0, (int)packed.Length);
        content.Headers.ContentType = new("text/plain") { CharSet = "utf-8" };
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    /// <summary>The message in a server's answer: <c>error</c> in 1.x and 3, <c>message</c> in 2.x, or the text itself.</summary>
    private static string ErrorText(string body)
    {
        var said = body;
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var name in (ReadOnlySpan<string>)["message", "error"])
            {
                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var text))
                {
                    said = text.ToString();
                    break;
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON: the text itself is what it said.
        }

        said = TerminalText.Of(said.Trim());
        return said.Length > MaxMessage ? said[..MaxMessage] + "…" : said;
    }

    private static long Dropped(string said)
    {
        const string Word = "dropped=";
        var at = said.LastIndexOf(Word, StringComparison.Ordinal);
        if (at < 0)
            return 1;
        var digits = said.AsSpan(at + Word.Length);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(end < 0 ? digits : digits[..end], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var dropped)
            ? dropped
            : 1;
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date > _time.GetUtcNow() ? date - _time.GetUtcNow() : null);
}

/// <summary>What a server answered.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <param name="Body">The answer, or why there was none.</param>
/// <param name="Version">The version it names.</param>
internal readonly record struct InfluxReply(int Status, string Body, string? Version);
