using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace LiqMon.Dashboard;

/// <summary>A page as it was at a moment. What many visitors need of it is made once. May be used by several threads.</summary>
internal sealed class PageVersion
{
    private readonly byte[] _plain;
    private readonly Lazy<string[]> _pieces;
    private readonly ConcurrentDictionary<string, byte[]> _packed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Base, string Coding), byte[]> _deltas = new();

    /// <summary>A version.</summary>
    /// <param name="text">The page, HTML.</param>
    /// <param name="status">The HTTP status it is sent with.</param>
    internal PageVersion(string text, int status = StatusCodes.Status200OK)
    {
        Text = text;
        Status = status;
        _plain = Encoding.UTF8.GetBytes(text);
        _pieces = new(() => PageDelta.Pieces(text));
        Tag = "\"" + Convert.ToHexStringLower(SHA256.HashData(_plain).AsSpan(0, 8)) + "\"";
    }

    /// <summary>The page.</summary>
    internal string Text { get; }

    /// <summary>The HTTP status it is sent with.</summary>
    internal int Status { get; }

    /// <summary>Its strong entity tag, in quotes: equal pages have equal ones.</summary>
    internal string Tag { get; }

    /// <summary>The page in a coding.</summary>
    internal byte[] In(string coding) => _packed.GetOrAdd(coding, key => ContentCoding.Pack(_plain, key, CompressionLevel.Fastest));

    /// <summary>What turns an older version into this one, in a coding; see <see cref="PageDelta"/>.</summary>
    internal byte[] Since(PageVersion older, string coding) => _deltas.GetOrAdd(
        (older.Tag, coding),
        key => ContentCoding.Pack(PageDelta.Of(older._pieces.Value, _pieces.Value), key.Coding, CompressionLevel.Optimal));
}
