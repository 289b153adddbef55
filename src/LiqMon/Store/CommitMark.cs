using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LiqMon.Store;

/// <summary>
/// What the last writing process has committed, kept beside the database: a store that ends before it has lost commits. Its
/// log was damaged or removed, or an older copy of the database was put in its place; SQLite itself reports none of these.
/// </summary>
/// <param name="Sequence">Number of the newest commit.</param>
/// <param name="CommitMs">When that was made, Unix milliseconds; 0 for none.</param>
/// <param name="IsOpen">Whether the process writes still, or did not end by itself.</param>
/// <param name="Lost">Commits that were found missing at a start of the last days; null for none.</param>
internal sealed record CommitMark(long Sequence, long CommitMs, bool IsOpen, LostCommits? Lost)
{
    /// <summary>Every text has this length, so that one overwrites the other.</summary>
    internal const int Bytes = 192;

    private const string Name = "liqmon-commits-1";

    /// <summary>The mark as one line of text that ends with a checksum.</summary>
    internal byte[] ToBytes()
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} {(IsOpen ? "open" : "closed")} {Sequence} {CommitMs} {Lost?.Commits ?? 0} {Lost?.FromMs ?? 0} {Lost?.ToMs ?? 0} {Lost?.FoundMs ?? 0}");
        return Encoding.ASCII.GetBytes($"{text} {Checksum(text)}".PadRight(Bytes - 1) + "\n");
    }

    /// <summary>Reads a mark; null for one that is torn, or is none.</summary>
    internal static CommitMark? Parse(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.ASCII.GetString(bytes).TrimEnd();
        if (text.LastIndexOf(' ') is not (> 0 and var end) || text[(end + 1)..] != Checksum(text[..end]))
            return null;
        var words = text[..end].Split(' ');
        if (words is not [Name, "open" or "closed", _, _, _, _, _, _])
            return null;
        var numbers = Array.ConvertAll(words[2..], word => long.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture));
        return new(
            numbers[0], numbers[1], words[1] == "open",
            numbers[2] == 0 ? null : new(numbers[2], numbers[3], numbers[4], numbers[5]));
    }

    private static string Checksum(string text) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(text)).AsSpan(0, 8));
}
