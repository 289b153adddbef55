namespace LiqMon.Tests.Cases;

/// <summary>Files of totals that real exports and spreadsheets write.</summary>
public sealed class ImportCaseTests : IDisposable
{
    private readonly CaseStore _store = new();

    public void Dispose() => _store.Dispose();

    [CaseFact]
    public async Task A_file_that_changes_its_step_is_refused()
    {
        var run = await _store.Run("import", "totals", CaseFiles.Path("import-mixed-buckets", "in.csv"), "--source", "cg", "--asset", "BTC");

        Assert.Equal(1, run.Code);
        Assert.Contains("lie unevenly (5m to 30m apart)", run.Error, StringComparison.Ordinal);
        var squeeze = await _store.Run("squeeze", "--from", "2026-06-08T15:00", "--to", "2026-06-08T15:05");
        Assert.NotEqual(0, squeeze.Code);
    }

    [CaseFact]
    public async Task A_byte_order_mark_and_carriage_returns_are_read()
    {
        await _store.Json("import", "totals", CaseFiles.Path("csv-import", "bomcrlf.csv"), "--source", "cg", "--bucket", "1h");

        var squeeze = await _store.Json("squeeze", "--asset", "BTC", "--from", "2026-01-01", "--to", "2026-01-02");
        Assert.Equal((1_000_001m, 2_000_002m), (CaseStore.Usd(squeeze, "long_usd"), CaseStore.Usd(squeeze, "short_usd")));
    }

    [CaseTheory]
    [InlineData("decimalcomma.csv")]
    [InlineData("semi.csv")]
    [InlineData("thousands.csv")]
    public async Task Decimal_commas_and_thousands_are_refused_line_by_line(string file)
    {
        var run = await _store.Run("import", "totals", CaseFiles.Path("csv-import", file), "--source", "cg", "--bucket", "1d");

        Assert.Equal(1, run.Code);
        foreach (var line in new[] { 2, 3 })
            Assert.Contains($"{file}:{line}: ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_store.Folder, "data", "liqmon.db")));
    }
}
