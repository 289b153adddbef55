using System.IO.Compression;

namespace LiqMon.Reports.Formats;

/// <summary>Packs a ZIP file anew, with a fixed time for every entry: the same content gives the same bytes.</summary>
internal static class FixedZip
{
    // The earliest time that ZIP knows.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static byte[] Of(byte[] zip)
    {
        using var output = new MemoryStream();
        using (var packed = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var given = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
            foreach (var entry in given.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var copy = packed.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = Time;
                using var from = entry.Open();
                using var to = copy.Open();
                from.CopyTo(to);
            }
        }

        return output.ToArray();
    }
}
