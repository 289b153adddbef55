using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>Lists of rows in a property, as the venues that are only polled answer.</summary>
internal static class JsonRowExtensions
{
    /// <summary>
    /// Reads the rows of a property, or the one object that stands there alone. It was data if it had a row of the kind
    /// that is wanted, or none at all.
    /// </summary>
    /// <param name="root">The object with the property.</param>
    /// <param name="property">Its name.</param>
    /// <param name="readings">Receives what the rows say.</param>
    /// <param name="read">Reads one row; false for a row of another list.</param>
    public static FrameKind ReadRows(
        this JsonElement root, string property, FrameReadings readings, Func<JsonElement, FrameReadings, bool> read)
    {
        if (!root.TryGetProperty(property, out var rows))
            return FrameKind.Ignored;
        if (rows.ValueKind == JsonValueKind.Object)
            return read(rows, readings) ? FrameKind.Data : FrameKind.Ignored;
        if (rows.ValueKind != JsonValueKind.Array)
            return FrameKind.Ignored;
        var kind = rows.GetArrayLength() == 0 ? FrameKind.Data : FrameKind.Ignored;
        foreach (var row in root.Objects(property))
        {
            if (read(row, readings))
                kind = FrameKind.Data;
        }

        return kind;
    }
}
