using System.Buffers;
using System.Text;
using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>Sorts lines by measurement, so that a fault of one keeps no other waiting.</summary>
internal static class LinesByMeasurement
{
    /// <summary>The lines of each measurement, in their order, the measurement that comes first at first.</summary>
    internal static IReadOnlyList<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> lines)
    {
        var groups = new Dictionary<string, ArrayBufferWriter<byte>>(StringComparer.Ordinal);
        var order = new List<ArrayBufferWriter<byte>>();
        var rest = lines.Span;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..(end + 1)];
            rest = rest[line.Length..];
            var name = Name(line);
            if (!groups.TryGetValue(name, out var group))
            {
                groups.Add(name, group = new ArrayBufferWriter<byte>());
                order.Add(group);
            }

            group.Write(line);
        }

        return order.Count == 1 ? [lines] : [.. order.Select(group => group.WrittenMemory)];
    }

    /// <summary>How many lines each measurement has.</summary>
    internal static PointCounts Count(ReadOnlySpan<byte> lines)
    {
        var counts = new PointCounts();
        foreach (var line in lines.Split((byte)'\n'))
        {
            if (!lines[line].IsEmpty)
                counts.Add(Name(lines[line]), 1);
        }

        return counts;
    }

    /// <summary>The measurement of a line as it is written: up to the first comma or space that is not escaped.</summary>
    internal static string Name(ReadOnlySpan<byte> line)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ((byte)',' or (byte)' ' or (byte)'\n'))
            end += line[end] == (byte)'\\' ? 2 : 1;
        return Encoding.UTF8.GetString(line[..Math.Min(end, line.Length)]);
    }
}
