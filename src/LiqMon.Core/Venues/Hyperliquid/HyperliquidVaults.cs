using System.Text;
using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>
/// The vaults of the venue's own liquidity provider (HLP), on whose fills liquidations show. The parent names its children
/// in <c>vaultDetails</c> (<c>relationship.data.childAddresses</c>), which is read with the list of contracts; until it
/// has answered, the eight that were known in 2026 are followed. Source: Hyperliquid API documentation, "retrieve details
/// for a vault"; the addresses from explorers.
/// </summary>
internal static class HyperliquidVaults
{
    /// <summary>An address of the internet may follow the fills of so many accounts.</summary>
    public const int MostFollowed = 10;

    private const string Parent = "0xdfc24b077bc1425ad1dea75bcb6f8158e10df303";
    private const int FirstId = 2;
    private const int Liquidators = 2;

    /// <summary>Those that were known: the two liquidators first, for they take over what the market does not.</summary>
    public static readonly SystemAccounts Known = new(
    [
        "0x2e3d94f0562703b25c83308a05046ddaf9a8dd14",
        "0xb0a55f13d22f66e6d495ac98113841b2326e9540",
        Parent,
        "0x010461c14e146ac35fe42271bdc1134ee31c703a",
        "0x31ca8395cf837de08b24da3f660e77761dfb974b",
        "0x2ed5c4484ea3ff8b57d5f2fb152a40d9f2b68308",
        "0x469f690213c467c39a23efacfd2816896009d7d8",
        "0x5e177e5e39c0f4e421f5865a6d8beed8d921cb70",
    ]);

    /// <summary>Asks the parent for its children.</summary>
    public static RestRequest Request(Uri info, int weight) =>
        new("accounts", info, weight, $$"""{"type":"vaultDetails","vaultAddress":"{{Parent}}"}""");

    /// <summary>Whether the venue still publishes its vaults, and which.</summary>
    public static IReadOnlyList<VenueProbe> Probes(RestRequest request) =>
    [
        new("its vaults are published", [request], bodies =>
        {
            var addresses = Read(bodies[0].Span).Addresses;
            var fresh = addresses.Except(Known.Addresses).Count();
            return new(
                Known.Addresses.Take(Liquidators).All(addresses.Contains),
                $"{addresses.Count} accounts, {addresses.Count(address => Known.Addresses.Take(Liquidators).Contains(address))} of the {Liquidators} known "
                + $"liquidators among them, {fresh} not known before; what share of liquidations they show only hours could show");
        }),
    ];

    /// <summary>The parent and the children it names now: known ones in their order, then new ones.</summary>
    /// <exception cref="JsonException">The body names no children.</exception>
    public static SystemAccounts Read(ReadOnlySpan<byte> body)
    {
        using var document = JsonElementExtensions.Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("relationship", out var relationship) || relationship.ValueKind != JsonValueKind.Object
            || !relationship.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("childAddresses", out var children) || children.ValueKind != JsonValueKind.Array)
            throw new JsonException("no children");
        var named = children.EnumerateArray()
            .Select(child => child.ValueKind == JsonValueKind.String ? child.Words() : null)
            .OfType<string>().Where(IsAddress).Select(child => child.ToLowerInvariant())
            .Append(Parent).ToHashSet(StringComparer.Ordinal);
        if (named.Count == 1)
            throw new JsonException("no children");
        return new([.. Known.Addresses.Where(named.Contains), .. named.Except(Known.Addresses).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The accounts to follow: all, as long as they are not too many.</summary>
    public static IEnumerable<string> Followed(SystemAccounts accounts) =>
        (accounts.Addresses.Count > 0 ? accounts : Known).Addresses.Take(MostFollowed);

    /// <summary>Whether an account is the venue's own, now or when the known ones were.</summary>
    public static bool Contains(SystemAccounts accounts, ReadOnlySpan<byte> address) => Known.Contains(address) || accounts.Contains(address);

    /// <summary>
    /// The id of the subscription to an account's fills, the same whatever other accounts are followed, so that the
    /// confirmation, which repeats the address, can be distinguished. It is made of the first 28 bits.
    /// </summary>
    public static int SubscriptionId(ReadOnlySpan<byte> address)
    {
        const int PrefixLength = 2, Digits = 7;
        var id = 0;
        foreach (var digit in address.Length > PrefixLength + Digits ? address.Slice(PrefixLength, Digits) : default)
            id = (id << 4) | (char.IsAsciiDigit((char)digit) ? digit - '0' : ((digit | 0x20) - 'a' + 10) & 0xF);
        return FirstId + id;
    }

    private static bool IsAddress(string text) =>
        text.Length == 42 && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Skip(2).All(char.IsAsciiHexDigit);
}
