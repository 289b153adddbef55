namespace LiqMon.Store;

/// <summary>The tables of version 1, from which every store has grown. Never changes.</summary>
internal static class FirstSchema
{
    internal const string Script =
        """
        CREATE TABLE state(
            id INTEGER PRIMARY KEY CHECK (id = 1),
            sequence INTEGER NOT NULL,
            last_commit_ms INTEGER NOT NULL,
            raw_from_ms INTEGER NOT NULL);
        INSERT INTO state VALUES (1, 0, 0, 0);

        CREATE TABLE series(
            id INTEGER PRIMARY KEY,
            venue TEXT NOT NULL,
            asset TEXT NOT NULL,
            asset_class INTEGER NOT NULL,
            UNIQUE (venue, asset, asset_class));

        CREATE TABLE instrument(
            id INTEGER PRIMARY KEY,
            venue TEXT NOT NULL,
            symbol TEXT NOT NULL,
            valid_from_ms INTEGER NOT NULL,
            series_id INTEGER NOT NULL,
            quote TEXT NOT NULL,
            kind INTEGER NOT NULL,
            margin INTEGER NOT NULL,
            quantity_unit INTEGER NOT NULL,
            contract_size TEXT NOT NULL,
            asset_factor INTEGER NOT NULL,
            index_symbol TEXT,
            UNIQUE (venue, symbol, valid_from_ms));

        CREATE TABLE liquidation(
            time_ms INTEGER NOT NULL,
            instrument_id INTEGER NOT NULL,
            identity INTEGER NOT NULL,
            side INTEGER NOT NULL,
            price REAL NOT NULL,
            price_kind INTEGER NOT NULL,
            quantity REAL NOT NULL,
            contracts REAL NOT NULL,
            qty_base REAL NOT NULL,
            usd_micro INTEGER NOT NULL,
            received_ms INTEGER NOT NULL,
            PRIMARY KEY (time_ms, instrument_id, identity)) WITHOUT ROWID;

        CREATE TABLE rollup_minute(
            start_ms INTEGER NOT NULL,
            series_id INTEGER NOT NULL,
            side INTEGER NOT NULL,
            usd_micro INTEGER NOT NULL,
            orders INTEGER NOT NULL,
            max_usd_micro INTEGER NOT NULL,
            max_time_ms INTEGER NOT NULL,
            max_instrument_id INTEGER NOT NULL,
            max_price REAL NOT NULL,
            PRIMARY KEY (start_ms, series_id, side)) WITHOUT ROWID;

        CREATE TABLE rollup_hour(
            start_ms INTEGER NOT NULL,
            series_id INTEGER NOT NULL,
            side INTEGER NOT NULL,
            usd_micro INTEGER NOT NULL,
            orders INTEGER NOT NULL,
            max_usd_micro INTEGER NOT NULL,
            max_time_ms INTEGER NOT NULL,
            max_instrument_id INTEGER NOT NULL,
            max_price REAL NOT NULL,
            PRIMARY KEY (start_ms, series_id, side)) WITHOUT ROWID;
        CREATE INDEX rollup_hour_series ON rollup_hour(series_id, start_ms);

        CREATE TABLE rollup_day(
            start_ms INTEGER NOT NULL,
            series_id INTEGER NOT NULL,
            side INTEGER NOT NULL,
            usd_micro INTEGER NOT NULL,
            orders INTEGER NOT NULL,
            max_usd_micro INTEGER NOT NULL,
            max_time_ms INTEGER NOT NULL,
            max_instrument_id INTEGER NOT NULL,
            max_price REAL NOT NULL,
            PRIMARY KEY (start_ms, series_id, side)) WITHOUT ROWID;
        CREATE INDEX rollup_day_series ON rollup_day(series_id, start_ms);

        CREATE TABLE pending(
            venue TEXT NOT NULL,
            symbol TEXT NOT NULL,
            time_ms INTEGER NOT NULL,
            identity INTEGER NOT NULL,
            side INTEGER NOT NULL,
            price TEXT NOT NULL,
            price_kind INTEGER NOT NULL,
            quantity TEXT NOT NULL,
            margin INTEGER,
            received_ms INTEGER NOT NULL,
            PRIMARY KEY (venue, symbol, time_ms, identity)) WITHOUT ROWID;

        CREATE TABLE open_interest(
            grid_ms INTEGER NOT NULL,
            instrument_id INTEGER NOT NULL,
            time_ms INTEGER NOT NULL,
            contracts REAL,
            base REAL,
            usd REAL,
            PRIMARY KEY (grid_ms, instrument_id)) WITHOUT ROWID;

        CREATE TABLE mark_price(
            grid_ms INTEGER NOT NULL,
            instrument_id INTEGER NOT NULL,
            time_ms INTEGER NOT NULL,
            mark REAL,
            index_price REAL,
            funding_rate REAL,
            next_funding_ms INTEGER,
            PRIMARY KEY (grid_ms, instrument_id)) WITHOUT ROWID;

        CREATE TABLE gap(
            venue TEXT NOT NULL,
            feed TEXT NOT NULL,
            from_ms INTEGER NOT NULL,
            to_ms INTEGER,
            reason TEXT NOT NULL,
            PRIMARY KEY (venue, feed, from_ms)) WITHOUT ROWID;

        CREATE TABLE covered_span(
            venue TEXT NOT NULL,
            feed TEXT NOT NULL,
            from_ms INTEGER NOT NULL,
            to_ms INTEGER NOT NULL,
            PRIMARY KEY (venue, feed, from_ms)) WITHOUT ROWID;

        CREATE TABLE quarantined(
            id INTEGER PRIMARY KEY,
            venue TEXT NOT NULL,
            feed TEXT NOT NULL,
            received_ms INTEGER NOT NULL,
            reason TEXT NOT NULL,
            frame BLOB NOT NULL);
        CREATE INDEX quarantined_reason ON quarantined(reason, received_ms);

        CREATE TABLE quarantine_total(
            venue TEXT NOT NULL,
            reason TEXT NOT NULL,
            frames INTEGER NOT NULL,
            PRIMARY KEY (venue, reason)) WITHOUT ROWID;
        """;
}
