INSERT INTO feed_absence VALUES ('bybit', 'inverse', 0, 1700000000000);
INSERT INTO covered_span VALUES ('bybit', 'inverse', 1700000000000, 1700000060000, 3000);
