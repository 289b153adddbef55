using System.Net;
using LiqMon.Market;

namespace LiqMon.Feeds;

/// <summary>The user's settings for one venue.</summary>
public sealed record VenueOptions
{
    /// <summary>Whether the venue is watched.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Replaces scheme, host and port of all the venue's sockets.</summary>
    public Uri? WebSocketUrl { get; init; }

    /// <summary>Replaces scheme, host and port of all the venue's REST calls.</summary>
    public Uri? RestUrl { get; init; }

    /// <summary>Assets to keep, normalised; empty for all.</summary>
    public IReadOnlyList<string> Assets { get; init; } = [];

    /// <summary>What is wrong with the settings, one sentence each.</summary>
    /// <param name="venueId">The venue they are for.</param>
    public IReadOnlyList<string> Errors(string venueId)
    {
        var errors = new List<string>();
        Check(WebSocketUrl, $"Venues:{venueId}:{nameof(WebSocketUrl)}", "wss", "ws", errors);
        Check(RestUrl, $"Venues:{venueId}:{nameof(RestUrl)}", "https", "http", errors);
        foreach (var asset in Assets)
        {
            if (!AssetNames.IsName(asset))
                errors.Add($"Venues:{venueId}:{nameof(Assets)}: '{asset}' is not the name of an asset.");
        }

        return errors;
    }

    /// <summary>The address to dial for a socket of the venue.</summary>
    public Uri WebSocket(Uri venueUrl) => Redirected(venueUrl, WebSocketUrl);

    /// <summary>The address to call for a REST call of the venue.</summary>
    public Uri Rest(Uri venueUrl) => Redirected(venueUrl, RestUrl);

    private static Uri Redirected(Uri venueUrl, Uri? place) =>
        place is null ? venueUrl : new Uri(new Uri(place.GetLeftPart(UriPartial.Authority)), venueUrl.PathAndQuery);

    private static void Check(Uri? url, string setting, string secure, string plain, List<string> errors)
    {
        if (url is null)
            return;
        if (!url.IsAbsoluteUri || (url.Scheme != secure && url.Scheme != plain))
            errors.Add($"{setting}: '{url}' is not an address that begins with {secure}://.");
        else if (url.Scheme == plain && !IsLoopback(url))
            errors.Add($"{setting}: plain {plain}:// is allowed to this machine only; use {secure}://.");
        else if (url.UserInfo.Length > 0)
            errors.Add($"{setting}: an address must not carry a name or password.");
    }

    private static bool IsLoopback(Uri url) =>
        url.IsLoopback || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
