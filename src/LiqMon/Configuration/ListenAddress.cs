using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace LiqMon.Configuration;

/// <summary>Reads the address the HTTP server listens on.</summary>
public static class ListenAddress
{
    /// <summary>Reads <c>http://127.0.0.1:8190</c>, <c>127.0.0.1:8190</c> or <c>http://localhost:8190</c>.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out IPEndPoint? endpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        endpoint = null;
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(full, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp
            || url.PathAndQuery != "/" || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            return false;
        var address = url.Host == "localhost" ? IPAddress.Loopback : null;
        if (address is null && !IPAddress.TryParse(url.Host.Trim('[', ']'), out address))
            return false;
        // The same address; as IPv6 it cannot be bound.
        endpoint = new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, url.Port);
        return true;
    }
}
