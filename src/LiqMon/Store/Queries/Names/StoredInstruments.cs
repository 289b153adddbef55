using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads contracts back, each version behind the next.</summary>
internal static class StoredInstruments
{
    /// <summary>The newest version of each contract.</summary>
    internal static List<Instrument> Newest(Database database)
    {
        var newest = new Dictionary<ContractKey, Instrument>();
        foreach (var (_, instrument) in Read(database))
            newest[instrument.Key] = instrument;
        return [.. newest.Values];
    }

    /// <summary>All versions; of one symbol the oldest first, so the last one read is the newest.</summary>
    internal static List<(InstrumentRow Row, Instrument Instrument)> Read(Database database)
    {
        var read = new List<(InstrumentRow, Instrument)>();
        Instrument? previous = null;
        using var rows = database.Prepare(
            """
            SELECT i.id, i.series_id, i.venue, i.symbol, i.valid_from_ms, s.asset, s.asset_class, i.quote, i.kind,
                i.margin, i.quantity_unit, i.contract_size, i.asset_factor, i.index_symbol, i.wire_symbol
            FROM instrument i JOIN series s ON s.id = i.series_id
            ORDER BY i.venue, i.symbol, i.valid_from_ms
            """).Query();
        while (rows.Step())
        {
            var venue = rows.Text(2);
            var symbol = rows.Text(3);
            if (!ExactNumber.TryParse(rows.Text(11), out var contractSize))
                throw new StoreException(StoreFailure.Corrupt, $"The contract size of {venue} {symbol} in the store is not a number.");
            previous = new Instrument
            {
                Venue = venue,
                Symbol = symbol,
                ValidFromMs = rows.Integer(4),
                Asset = rows.Text(5),
                AssetClass = (AssetClass)rows.Integer(6),
                Quote = rows.Text(7),
                Kind = (InstrumentKind)rows.Integer(8),
                Margin = (MarginKind)rows.Integer(9),
                QuantityUnit = (QuantityUnit)rows.Integer(10),
                ContractSize = contractSize,
                AssetFactor = rows.Integer(12),
                IndexSymbol = rows.TextOrNull(13),
                WireSymbol = rows.TextOrNull(14),
                Previous = previous is not null && previous.Venue == venue && previous.Symbol == symbol ? previous : null,
            };
            read.Add((new InstrumentRow((int)rows.Integer(0), (int)rows.Integer(1)), previous));
        }

        return read;
    }
}
