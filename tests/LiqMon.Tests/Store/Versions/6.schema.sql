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
