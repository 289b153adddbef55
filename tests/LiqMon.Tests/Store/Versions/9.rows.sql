INSERT INTO deficit VALUES ('okx', 'orders', 'BTC-USDT-SWAP', 'Rejected', 1700000000000, 1700000060000, 3, NULL);
INSERT INTO deficit VALUES ('bybit', 'linear', '', 'TopicRefused', 1700000000000, NULL, 0, NULL);
