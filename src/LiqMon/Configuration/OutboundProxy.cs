using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace LiqMon.Configuration;

/// <summary>
/// Which calls go through a proxy. This machine is always called directly, and so is whatever <c>no_proxy</c> names; all
/// else goes through the proxy of the settings or, when they leave it to the environment, of <c>https_proxy</c>,
/// <c>http_proxy</c> or <c>all_proxy</c>.
/// </summary>
public sealed class OutboundProxy : IWebProxy
{
    /// <summary>The setting's word for what the environment says.</summary>
    public const string FromEnvironment = "environment";

    /// <summary>The setting's word for none.</summary>
    public const string Off = "off";

    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    private readonly Uri? _encrypted;
    private readonly Uri? _plain;
    private readonly IReadOnlyList<string> _direct;

    private OutboundProxy(Uri? encrypted, Uri? plain, IReadOnlyList<string> direct, string source)
    {
        (_encrypted, _plain, _direct, Source) = (encrypted, plain, direct, source);
        if ((encrypted ?? plain)?.UserInfo is { Length: > 0 } user)
        {
            var parts = user.Split(':', 2);
            Credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
        }
    }

    /// <summary>No proxy at all.</summary>
    public static OutboundProxy None { get; } = new(null, null, [], Off);

    /// <inheritdoc/>
    public ICredentials? Credentials { get; set; }

    /// <summary>Where it was named: a variable, or the setting.</summary>
    public string Source { get; }

    /// <summary>Whether there is one.</summary>
    public bool IsUsed => _encrypted is not null || _plain is not null;

    /// <summary>What is called directly although there is one, besides this machine.</summary>
    public IReadOnlyList<string> Direct => _direct;

    /// <summary>The address of the proxy for venues, without user and password; empty when there is none.</summary>
    public string Address => (_encrypted ?? _plain) is { } proxy ? $"{proxy.Scheme}://{proxy.Authority}" : "";

    /// <summary>Reads the setting, or the environment when it leaves that to it.</summary>
    /// <param name="setting">An address, <see cref="Off"/> or <see cref="FromEnvironment"/>; null for the last.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="proxy">What was read.</param>
    /// <param name="error">What is wrong; the address is not repeated, for it may hold a password.</param>
    public static bool TryRead(
        string? setting, IReadOnlyDictionary<string, string> environment,
        [NotNullWhen(true)] out OutboundProxy? proxy, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(environment);
        (proxy, error) = (null, null);
        var direct = Split(Variable(environment, "no_proxy").Text);
        if (Off.Equals(setting, StringComparison.OrdinalIgnoreCase))
        {
            proxy = None;
            return true;
        }

        if (setting is not null && !FromEnvironment.Equals(setting, StringComparison.OrdinalIgnoreCase))
        {
            if (Parse(setting) is { } named)
                proxy = new OutboundProxy(named, named, direct, "the setting Proxy");
            else
                error = $"Proxy: is not the address of a proxy; write {FromEnvironment}, {Off}, or one such as http://proxy.example:3128";
            return proxy is not null;
        }

        var all = Variable(environment, "all_proxy");
        var encrypted = Variable(environment, "https_proxy") is { Text: not null } https ? https : all;
        var plain = Variable(environment, "http_proxy") is { Text: not null } http ? http : all;
        foreach (var (name, text) in new[] { encrypted, plain })
        {
            if (text is not null && Parse(text) is null)
                error = $"{name}: is not the address of a proxy; write one such as http://proxy.example:3128, or set Proxy to {Off}";
        }

        if (error is null)
            proxy = new OutboundProxy(Parse(encrypted.Text), Parse(plain.Text), direct, encrypted.Text is null ? plain.Name : encrypted.Name);
        return proxy is not null;
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return IsDirect(destination) ? null : destination.Scheme is "https" or "wss" ? _encrypted : _plain;
    }

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    private bool IsDirect(Uri destination)
    {
        var host = destination.IdnHost.Trim('[', ']');
        if (destination.IsLoopback || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        if (address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
            return true;
        return _direct.Any(entry => Matches(entry, destination, host, address));
    }

    private static bool Matches(string entry, Uri destination, string host, IPAddress? address)
    {
        if (entry == "*")
            return true;
        if (address is not null)
        {
            return IPNetwork.TryParse(entry, out var network) ? network.Contains(address)
                : IPAddress.TryParse(entry.Trim('[', ']'), out var one) && one.Equals(address);
        }

        var colon = entry.LastIndexOf(':');
        if (colon > 0 && int.TryParse(entry[(colon + 1)..], out var port))
        {
            if (port != destination.Port)
                return false;
            entry = entry[..colon];
        }

        var name = entry.StartsWith("*.", StringComparison.Ordinal) ? entry[2..] : entry.TrimStart('.');
        return name.Length > 0
            && (host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
    }

    private static (string Name, string? Text) Variable(IReadOnlyDictionary<string, string> environment, string name)
    {
        foreach (var spelling in new[] { name, name.ToUpperInvariant() })
        {
            if (environment.TryGetValue(spelling, out var text) && !string.IsNullOrWhiteSpace(text))
                return (spelling, text.Trim());
        }

        return (name, null);
    }

    private static Uri? Parse(string? text)
    {
        if (text is null)
            return null;
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(full, UriKind.Absolute, out var address) && Schemes.Contains(address.Scheme) && address.Host.Length > 0 ? address : null;
    }

    private static string[] Split(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
