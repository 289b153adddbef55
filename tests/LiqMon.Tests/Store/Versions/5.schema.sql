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
