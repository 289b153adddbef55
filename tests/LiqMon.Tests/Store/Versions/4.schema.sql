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
