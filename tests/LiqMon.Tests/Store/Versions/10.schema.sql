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
