-- Commit 6 is delivered; 7 changed the first order of noon, 8 the order of ETH and a cell of open interest, and has a
-- finished point: moment value=1 1795176000000000000.
INSERT INTO outbox(id, committed_ms, oldest_ms, changes, points) VALUES
    (7, 1795176000020, 1795176000000, x'80A89F8DBF6804', NULL),
    (8, 1795176061020, 1795176000000, x'90E1A68DBF68088FB90705',
     x'1F8B0800000000000203CBCDCF4DCD2B51284BCC294DB535543034B7343534373340025C0097B645C423000000');
INSERT INTO destination(name, done, cascade_revision, resync_from_ms, points, expired, refused, written_ms, fault, fault_ms) VALUES ('influx', 6, 1, NULL, 40, 1, 2, 1795176000010, NULL, NULL);
INSERT INTO refused_point VALUES (1, 'influx', 1795176000010, 'field type conflict', x'61');
