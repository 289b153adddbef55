namespace LiqMon.Store;

/// <summary>
/// The tables, as an ordered list of scripts: script n turns version n-1 into version n. A script that has been
/// released never changes.
/// </summary>
internal static class SchemaScripts
{
    /// <summary>Scripts by version, from 1 on.</summary>
    internal static IReadOnlyList<string> All { get; } =
    [
        // 1: events, their sums, samples, coverage and quarantine
        FirstSchema.Script,

        // 2: when each contract was sampled, so that its newest and oldest sample are found without an index over all
        // samples; up to where samples are thinned
        """
        ALTER TABLE state ADD COLUMN thinned_ms INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE sampled(
            instrument_id INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            first_ms INTEGER NOT NULL,
            last_ms INTEGER NOT NULL,
            PRIMARY KEY (instrument_id, kind)) WITHOUT ROWID;
        INSERT INTO sampled
            SELECT instrument_id, 0, min(grid_ms), max(grid_ms) FROM open_interest GROUP BY instrument_id;
        INSERT INTO sampled
            SELECT instrument_id, 1, min(grid_ms), max(grid_ms) FROM mark_price GROUP BY instrument_id;
        """,

        // 3: when a gap was filled from a venue's history, what was found, and how much of all such a history holds
        """
        ALTER TABLE gap ADD COLUMN repaired_ms INTEGER;
        ALTER TABLE gap ADD COLUMN repaired_events INTEGER;
        ALTER TABLE gap ADD COLUMN repaired_class INTEGER;
        """,

        // 4: cascades, and from which moment on they have yet to be looked for: a commit of older liquidations moves it back
        """
        CREATE TABLE cascade(
            asset TEXT NOT NULL,
            side INTEGER NOT NULL,
            start_ms INTEGER NOT NULL,
            end_ms INTEGER NOT NULL,
            usd_micro INTEGER NOT NULL,
            side_usd_micro INTEGER NOT NULL,
            orders INTEGER NOT NULL,
            peak_minute_ms INTEGER NOT NULL,
            peak_minute_usd_micro INTEGER NOT NULL,
            multiple REAL,
            venues TEXT NOT NULL,
            price_change REAL,
            price_change_hour_after REAL,
            oi_change REAL,
            coverage REAL NOT NULL,
            is_open INTEGER NOT NULL,
            is_settled INTEGER NOT NULL,
            is_withdrawn INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            PRIMARY KEY (asset, side, start_ms)) WITHOUT ROWID;
        CREATE INDEX cascade_start ON cascade(start_ms);
        CREATE UNIQUE INDEX cascade_revision ON cascade(revision);
        CREATE INDEX cascade_unsettled ON cascade(end_ms) WHERE is_settled = 0;
        CREATE TABLE cascade_search(
            id INTEGER PRIMARY KEY CHECK (id = 1),
            from_ms INTEGER NOT NULL);
        INSERT INTO cascade_search VALUES (1, 0);
        """,

        // 5: totals that others have counted, found by source and time
        """
        CREATE TABLE external_total(
            source TEXT NOT NULL,
            venue TEXT NOT NULL,
            asset TEXT NOT NULL,
            start_ms INTEGER NOT NULL,
            length_ms INTEGER NOT NULL,
            long_micro_usd INTEGER NOT NULL,
            short_micro_usd INTEGER NOT NULL,
            imported_ms INTEGER NOT NULL,
            PRIMARY KEY (source, venue, asset, start_ms, length_ms)) WITHOUT ROWID;
        CREATE INDEX external_total_time ON external_total(source, start_ms);
        """,

        // 6: what other databases have still to receive, up to where each has received it, and what it refused
        """
        CREATE TABLE outbox(
            id INTEGER PRIMARY KEY,
            committed_ms INTEGER NOT NULL,
            oldest_ms INTEGER NOT NULL,
            changes BLOB,
            points BLOB);

        CREATE TABLE destination(
            name TEXT PRIMARY KEY,
            done INTEGER NOT NULL,
            cascade_revision INTEGER NOT NULL DEFAULT 0,
            resync_from_ms INTEGER,
            points INTEGER NOT NULL DEFAULT 0,
            expired INTEGER NOT NULL DEFAULT 0,
            refused INTEGER NOT NULL DEFAULT 0,
            written_ms INTEGER,
            fault TEXT,
            fault_ms INTEGER) WITHOUT ROWID;

        CREATE TABLE refused_point(
            id INTEGER PRIMARY KEY,
            destination TEXT NOT NULL,
            refused_ms INTEGER NOT NULL,
            reason TEXT NOT NULL,
            line BLOB NOT NULL,
            UNIQUE (destination, line));
        """,

        // 7: candles of four hours of dollar perpetuals, which outlive the samples they are made of, and what others
        // publish about the market
        """
        CREATE TABLE candle(
            instrument_id INTEGER NOT NULL,
            start_ms INTEGER NOT NULL,
            open_ms INTEGER NOT NULL,
            open REAL NOT NULL,
            high REAL NOT NULL,
            low REAL NOT NULL,
            close REAL NOT NULL,
            close_ms INTEGER NOT NULL,
            PRIMARY KEY (instrument_id, start_ms)) WITHOUT ROWID;
        CREATE TABLE context_sample(
            source TEXT NOT NULL,
            name TEXT NOT NULL,
            time_ms INTEGER NOT NULL,
            value REAL NOT NULL,
            PRIMARY KEY (source, name, time_ms)) WITHOUT ROWID;
        """,

        // 8: whether simulated venues have ever written here
        "ALTER TABLE state ADD COLUMN is_simulated INTEGER NOT NULL DEFAULT 0;",

        // 9: what belongs to totals and is not in them
        """
        CREATE TABLE deficit(
            venue TEXT NOT NULL,
            feed TEXT NOT NULL,
            symbol TEXT NOT NULL,
            reason TEXT NOT NULL,
            from_ms INTEGER NOT NULL,
            to_ms INTEGER,
            count INTEGER NOT NULL,
            usd_micro INTEGER,
            PRIMARY KEY (venue, feed, symbol, reason, from_ms)) WITHOUT ROWID;
        CREATE INDEX deficit_by_time ON deficit(venue, from_ms);
        """,

        // 10: how much is counted of orders that a venue reports several times, and the name by which a venue's messages call
        // a contract
        """
        CREATE TABLE reported_order(
            instrument_id INTEGER NOT NULL,
            order_key INTEGER NOT NULL,
            time_ms INTEGER NOT NULL,
            quantity REAL NOT NULL,
            contracts REAL NOT NULL,
            qty_base REAL NOT NULL,
            usd_micro INTEGER NOT NULL,
            is_final INTEGER NOT NULL,
            PRIMARY KEY (instrument_id, order_key, time_ms)) WITHOUT ROWID;
        ALTER TABLE pending ADD COLUMN order_key INTEGER;
        ALTER TABLE pending ADD COLUMN ordered_quantity REAL;
        ALTER TABLE pending ADD COLUMN is_partial INTEGER;
        ALTER TABLE instrument ADD COLUMN wire_symbol TEXT;
        """,

        // 11: what a destination stands for, how many points of which measurement a row of the list holds, and how many
        // points no destination will ever receive
        """
        ALTER TABLE destination ADD COLUMN target TEXT;
        ALTER TABLE outbox ADD COLUMN point_counts TEXT;
        CREATE TABLE dropped_point(
            measurement TEXT PRIMARY KEY,
            points INTEGER NOT NULL,
            dropped_ms INTEGER NOT NULL) WITHOUT ROWID;
        """,

        // 12: how long a proof holds by the rhythm of its feed, and when a feed was not needed, for its contracts were not
        // listed yet, had ended, or belonged to other feeds
        """
        ALTER TABLE covered_span ADD COLUMN holds_ms INTEGER;
        CREATE TABLE feed_absence(
            venue TEXT NOT NULL,
            feed TEXT NOT NULL,
            from_ms INTEGER NOT NULL,
            to_ms INTEGER,
            PRIMARY KEY (venue, feed, from_ms)) WITHOUT ROWID;
        """,

        // 13: samples of past hours, packed: id is the number of the hour since 1970, times 2^32, and the contract's number.
        // How often any of them changed. The candles that last still, together by their time
        """
        CREATE TABLE sample_block(
            id INTEGER PRIMARY KEY,
            samples BLOB NOT NULL);
        ALTER TABLE state ADD COLUMN block_changes INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE open_candle(
            start_ms INTEGER NOT NULL,
            instrument_id INTEGER NOT NULL,
            open_ms INTEGER NOT NULL,
            open REAL NOT NULL,
            high REAL NOT NULL,
            low REAL NOT NULL,
            close REAL NOT NULL,
            close_ms INTEGER NOT NULL,
            PRIMARY KEY (start_ms, instrument_id)) WITHOUT ROWID;
        """,
    ];
}
