ALTER TABLE covered_span ADD COLUMN holds_ms INTEGER;
CREATE TABLE feed_absence(
    venue TEXT NOT NULL,
    feed TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER,
    PRIMARY KEY (venue, feed, from_ms)) WITHOUT ROWID;
