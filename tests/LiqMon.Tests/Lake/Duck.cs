using DuckDB.NET.Data;

namespace LiqMon.Tests.Lake;

/// <summary>DuckDB in memory, to read what was written as analysts do.</summary>
internal static class Duck
{
    /// <summary>All rows of a query, cells with bars between.</summary>
    internal static List<string> Rows(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = "SET TimeZone = 'UTC';" + sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => FormattableString.Invariant($"{(reader.IsDBNull(i) ? "" : reader.GetValue(i))}"))));
        return rows;
    }

    /// <summary>The one row of a query.</summary>
    internal static string Row(string sql) => Assert.Single(Rows(sql));
}
