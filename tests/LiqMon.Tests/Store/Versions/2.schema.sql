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
