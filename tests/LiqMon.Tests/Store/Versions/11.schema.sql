ALTER TABLE destination ADD COLUMN target TEXT;
ALTER TABLE outbox ADD COLUMN point_counts TEXT;
CREATE TABLE dropped_point(
    measurement TEXT PRIMARY KEY,
    points INTEGER NOT NULL,
    dropped_ms INTEGER NOT NULL) WITHOUT ROWID;
