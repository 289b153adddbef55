using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace LiqMon.Dashboard;

/// <summary>How the body of an answer is packed: by Brotli, by gzip or not at all, whatever the reader takes.</summary>
internal static class ContentCoding
{
    internal const string Brotli = "br";
    internal const string Gzip = "gzip";
    internal const string None = "identity";

    /// <summary>The best coding that a request accepts.</summary>
    internal static string For(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return Takes(accepted, Brotli) ? Brotli : Takes(accepted, Gzip) ? Gzip : None;
    }

    /// <summary>The bytes in a coding.</summary>
    /// <param name="plain">The bytes.</param>
    /// <param name="coding">One of the codings above.</param>
    /// <param name="level">How hard to try.</param>
    internal static byte[] Pack(byte[] plain, string coding, CompressionLevel level)
    {
        if (coding == None)
            return plain;
        using var packed = new MemoryStream();
        using (Stream stream = coding == Brotli ? new BrotliStream(packed, level, leaveOpen: true) : new GZipStream(packed, level, leaveOpen: true))
            stream.Write(plain);
        return packed.ToArray();
    }

    private static bool Takes(IList<StringWithQualityHeaderValue> accepted, string coding) =>
        accepted.Any(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && one.Quality is null or > 0);
}
