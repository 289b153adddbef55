namespace LiqMon.Store;

/// <summary>Finds the newest cell of the raster in which a venue was sampled.</summary>
internal sealed class NewestSampleQuery(Database database, InstrumentCatalog names)
{
    internal long? Run(string venue)
    {
        if (LastHour(venue) is not { } hourMs)
            return null;
        var contracts = names.AllInstruments().Where(instrument => instrument.Series.Venue == venue).Select(instrument => instrument.Id).ToHashSet();
        var samples = new SampleReader(database);
        return new[] { SampleRows.OpenInterestKind, SampleRows.MarkPriceKind }
            .SelectMany(kind => new NearestSamples(database, samples, kind)
                // All of the newest cell are found together.
                .Find(contracts, hourMs, hourMs + UnixTime.HourMs, newest: true, static (_, _, found) => found.Count > 0).Values)
            .Select(sample => (long?)sample.CellMs)
            .DefaultIfEmpty(hourMs)
            .Max();
    }

    private long? LastHour(string venue)
    {
        using var rows = database.Prepare(
            "SELECT max(last_ms) FROM sampled WHERE instrument_id IN (SELECT id FROM instrument WHERE venue = ?1)").Bind(1, venue).Query();
        return rows.Step() && rows.IntegerOrNull(0) is { } lastMs ? UnixTime.Hour(lastMs) : null;
    }
}
