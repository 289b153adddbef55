// tardis-dev: normalised liquidations, one stream a contract.
// node tardis.mjs WEBSOCKET REST FRAMES
import { createRequire } from 'node:module';
import { counter } from './report.mjs';

const [webSocket, rest, frames] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { streamNormalized, normalizeLiquidations } = require('tardis-dev');
const { BinanceFuturesRealTimeFeed } = require('tardis-dev/dist/realtimefeeds/binance.js');

// The address is a field that its constructor sets; nothing else names it.
Object.defineProperty(BinanceFuturesRealTimeFeed.prototype, 'wssURL', { get: () => `${webSocket}/market/stream`, set() {} });

const contracts = (await (await fetch(`${rest}/fapi/v1/exchangeInfo`)).json()).symbols.map((contract) => contract.symbol);
const peer = counter(Number(frames));
const messages = streamNormalized(
    { exchange: 'binance-futures', symbols: contracts, timeoutIntervalMS: 600_000 }, normalizeLiquidations);
// Subscriptions are sent as soon as the socket is open; a moment later they are in force.
setTimeout(peer.listening, 5_000);
for await (const message of messages) {
    if (message.type === 'liquidation') peer.count();
}
