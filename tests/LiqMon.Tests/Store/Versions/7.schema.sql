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
