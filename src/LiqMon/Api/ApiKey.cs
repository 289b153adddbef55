using System.Security.Cryptography;
using System.Text;

namespace LiqMon.Api;

/// <summary>The key that callers send. Only its hash is kept.</summary>
public sealed class ApiKey
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Api-Key";

    private readonly byte[] _hash;

    /// <summary>Takes the hash of a key.</summary>
    public ApiKey(string key) => _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether a caller sent the key; takes equally long for every wrong one.</summary>
    public bool Matches(string? sent) =>
        CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(sent ?? "")));
}
