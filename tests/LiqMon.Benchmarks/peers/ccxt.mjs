// ccxt: the liquidations of all contracts on one stream, as objects of its own kind.
// node ccxt.mjs WEBSOCKET REST FRAMES
import { pro } from 'ccxt';
import { counter } from './report.mjs';

const [webSocket, rest, frames] = process.argv.slice(2);
const peer = counter(Number(frames));

class Counted extends pro.binanceusdm {
    handleLiquidation(client, message) {
        super.handleLiquidation(client, message);
        peer.count();
    }
}

const exchange = new Counted({ newUpdates: true, options: { fetchMarkets: { types: ['linear'] }, defaultType: 'future' } });
exchange.urls.api.fapiPublic = `${rest}/fapi/v1`;
exchange.urls.api.ws.future = `${webSocket}/ws`;
await exchange.loadMarkets();
// Without it there is no plain socket.
await exchange.loadHttpProxyAgent();
setTimeout(peer.listening, 5_000);
for (;;) await exchange.watchLiquidationsForSymbols([]);
