using System.Globalization;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

/// <summary>
/// Stores as each version of the schema left them. <c>Versions/n.schema.sql</c> is the step to version n as it was released,
/// <c>Versions/n.rows.sql</c> fills what it brought; both are never changed.
/// </summary>
internal static class VersionedStore
{
    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Store", "Versions");

    /// <summary>How many versions there have been.</summary>
    internal static int Count { get; } = Directory.GetFiles(Folder, "*.schema.sql").Length;

    /// <summary>Fills an empty folder with a store of a version.</summary>
    internal static void Write(StoreFolder folder, int version)
    {
        var steps = Enumerable.Range(1, version).ToList();
        folder.Dump(string.Concat(steps.Select(step => Text(step, "schema"))));
        folder.Dump(string.Concat(steps.Select(step => Text(step, "rows"))));
        folder.Dump(FormattableString.Invariant($"PRAGMA user_version = {version}; PRAGMA application_id = {Schema.ApplicationId};"));
    }

    /// <summary>The columns of every table, by its name.</summary>
    internal static Dictionary<string, string> Columns(StoreFolder folder) =>
        folder.Dump("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").Split('\n').ToDictionary(
            table => table,
            table => folder.Dump($"SELECT group_concat(name, ', ') FROM pragma_table_info('{table}')"));

    /// <summary>The rows of a table by some of its columns, one a line.</summary>
    internal static string Rows(StoreFolder folder, string table, string columns) =>
        folder.Dump($"SELECT {columns} FROM {table} ORDER BY {columns}");

    private static string Text(int version, string kind) =>
        File.ReadAllText(Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{version}.{kind}.sql")));
}
