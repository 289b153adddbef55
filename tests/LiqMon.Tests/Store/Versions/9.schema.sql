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
