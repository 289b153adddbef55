INSERT INTO dropped_point VALUES ('squeeze', 1200, 1700000000000);
