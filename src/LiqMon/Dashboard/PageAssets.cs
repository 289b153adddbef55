using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using LiqMon.Api;
using LiqMon.Charts;

namespace LiqMon.Dashboard;

/// <summary>
/// The script, the style sheets and the icon of the page. An address with the file's fingerprint is kept by browsers for good;
/// one without is checked each time.
/// </summary>
internal static class PageAssets
{
    private static readonly IReadOnlyDictionary<string, Asset> All = new Asset[]
    {
        new("page.js", "text/javascript; charset=utf-8", Resource("page.js")), new("page.css", "text/css; charset=utf-8", Resource("page.css")),
        new("charts.css", "text/css; charset=utf-8", ChartColors.StyleSheet), new("icon.svg", "image/svg+xml", Resource("icon.svg")),
    }.ToDictionary(asset => asset.Name);

    /// <summary>The address of a file, with its fingerprint.</summary>
    internal static string Address(string name) => $"/live/{name}?v={All[name].Fingerprint}";

    /// <summary>Maps them.</summary>
    internal static void Map(WebApplication app)
    {
        foreach (var asset in All.Values)
            app.MapGet("/live/" + asset.Name, asset.SendAsync).ExcludeFromDescription();
    }

    private static string Resource(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"LiqMon.Dashboard.{name}")
            ?? throw new InvalidOperationException($"{name} is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed class Asset
    {
        private readonly string _type;
        private readonly Dictionary<string, Lazy<byte[]>> _packed;

        internal Asset(string name, string type, string text)
        {
            var plain = Encoding.UTF8.GetBytes(text);
            (Name, _type) = (name, type);
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8));
            _packed = new[] { ContentCoding.Brotli, ContentCoding.Gzip, ContentCoding.None }.ToDictionary(
                coding => coding, coding => new Lazy<byte[]>(() => ContentCoding.Pack(plain, coding, CompressionLevel.SmallestSize)));
        }

        internal string Name { get; }

        internal string Fingerprint { get; }

        internal async Task SendAsync(HttpContext context)
        {
            var (request, response) = (context.Request, context.Response);
            var tag = $"\"{Fingerprint}\"";
            response.Headers.ETag = tag;
            response.Headers.Vary = "Accept-Encoding";
            // Private: with an API key the file is not for everybody.
            response.Headers.CacheControl = request.Query["v"] == Fingerprint ? "private, max-age=31536000, immutable" : "private, no-cache";
            if (request.Headers.IfNoneMatch == tag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            var coding = ContentCoding.For(request);
            if (coding != ContentCoding.None)
                response.Headers.ContentEncoding = coding;
            var body = _packed[coding].Value;
            response.ContentType = _type;
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, Sending.Begin(context)).ConfigureAwait(false);
        }
    }
}
