using System.Security.Cryptography;
using System.Text;

namespace LiqMon.Api;

/// <summary>The key that callers send. Only its hash is kept.</summary>
public sealed class ApiKey
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Api-Key";

    /// <summary>What a caller without the key is answered in <c>WWW-Authenticate</c>.</summary>
    public const string Challenge = "Bearer realm=\"LiqMon\"";

    private const string Bearer = "Bearer ";
    private readonly byte[] _hash;

    /// <summary>Takes the hash of a key.</summary>
    public ApiKey(string key) => _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether a request carries the key: in its own header, or else as the token of a bearer.</summary>
    internal bool Opens(HttpRequest request)
    {
        var own = request.Headers[Header];
        if (own.Count > 0)
            return own.Count == 1 && Matches(own[0]);
        var bearer = request.Headers.Authorization;
        return bearer is [{ } token] && token.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && Matches(token[Bearer.Length..].Trim());
    }

    /// <summary>Whether a caller sent the key; takes equally long for every wrong one.</summary>
    public bool Matches(string? sent) =>
        CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(sent ?? "")));
}
