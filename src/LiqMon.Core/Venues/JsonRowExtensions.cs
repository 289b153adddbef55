using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>Lists of rows in a property, as the venues that are only polled answer.</summary>
internal static class JsonRowExtensions
{
    /// <summary>
    /// Reads the rows of a list, or the one object that stands there alone. It was data if it had a row of the kind
    /// that is wanted, or none at all.
    /// </summary>
    /// <param name="list">The list.</param>
    /// <param name="readings">Receives what the rows say.</param>
    /// <param name="read">Reads one row; false for a row of another list.</param>
    public static FrameKind ReadRows(this in JsonList list, FrameReadings readings, Func<JsonElement, FrameReadings, bool> read)
    {
        if (list.IsObject)
        {
            using var row = list.AsOneRow();
            return row is not null && read(row.RootElement, readings) ? FrameKind.Data : FrameKind.Ignored;
        }

        if (!list.IsArray)
            return FrameKind.Ignored;
        var kind = list.IsEmpty ? FrameKind.Data : FrameKind.Ignored;
        foreach (var row in list)
        {
            if (row.ValueKind == JsonValueKind.Object && read(row, readings))
                kind = FrameKind.Data;
        }

        return kind;
    }
}
