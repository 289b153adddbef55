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
