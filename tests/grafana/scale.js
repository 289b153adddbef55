// Points as LiqMon writes them on 24 venues with 300 assets each: the same measurements, tags, fields and rhythms, invented values.
const venues = Array.from({ length: 24 }, (_, i) => `venue${String(i + 1).padStart(2, '0')}`);
const assets = ['BTC', 'ETH', ...Array.from({ length: 298 }, (_, i) => `A${String(i + 1).padStart(3, '0')}`)];
const windows = ['1m', '5m', '15m', '1h', '4h', '12h', '24h', '7d', '30d'];
const sides = ['long', 'short'];

const pairs = assets.flatMap((asset, rank) => venues.map((venue, i) => ({ asset, venue, symbol: `${asset}-${venue}-PERP`, usd: 5e9 / (rank + 1) / (i + 1) })))
  .sort((a, b) => b.usd - a.usd);
const mostEachMinute = 300;

// Repeatable, and quick.
let state = 1;
const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
const near = value => (value * (0.98 + 0.04 * random())).toPrecision(9);
const of = list => list[Math.floor(random() * random() * list.length)];

/** Orders of a minute, most of them of large assets and venues, and their sums. */
export function* orderLines(startMs, isDetailed, ordersPerSecond) {
  const at = `${startMs}000000`;
  const sums = new Map();
  for (let order = 0; order < ordersPerSecond * 60; order++) {
    const [asset, venue, side] = [of(assets), of(venues), sides[order % 2]];
    const usd = 200 / (random() + 1e-4);
    if (isDetailed) yield `liquidation,asset=${asset},margin=linear,side=${side},symbol=${asset}-${venue}-PERP,venue=${venue} usd=${usd.toFixed(2)},qty_base=${near(usd / 100)},price=${near(100)},id="00000000${(order * 2_654_435_761 % 4_294_967_296).toString(16).padStart(8, '0')}" ${startMs + Math.floor(order * 1_000 / ordersPerSecond)}${String(order).padStart(6, '0')}`;
    for (const key of [`liquidation_1m,asset=${asset},side=${side},venue=${venue}`, `liquidation_venue_1m,asset=ALL,side=${side},venue=${venue}`]) {
      const sum = sums.get(key) ?? { usd: 0, orders: 0, most: 0 };
      sums.set(key, { usd: sum.usd + usd, orders: sum.orders + 1, most: Math.max(sum.most, usd) });
    }
  }
  for (const [key, { usd, orders, most }] of sums) yield `${key} usd=${usd.toFixed(2)},orders=${orders}i,max_usd=${most.toFixed(2)} ${at}`;
}

/**
 * The lines of one minute. Of a day that is not detailed only what the default views look back at: open interest and prices of the
 * largest contracts, sums by venue, asset and minute, and windows.
 */
export function* minuteLines(startMs, isDetailed, ordersPerSecond) {
  const at = `${startMs}000000`;
  const minute = startMs / 60_000;
  const isTenth = minute % 10 === 0;
  const sampled = isTenth && isDetailed ? pairs : pairs.slice(0, mostEachMinute);
  for (const { asset, venue, symbol, usd } of sampled) {
    if (isDetailed) yield `open_interest,asset=${asset},margin=linear,symbol=${symbol},venue=${venue} usd=${near(usd)},base=${near(usd / 100)},contracts=${near(usd / 10)} ${at}`;
    yield `mark_price,asset=${asset},symbol=${symbol},venue=${venue} mark=${near(100)},index=${near(100)},funding_rate=0.0001,basis_bps=${near(2)} ${at}`;
  }
  for (const { asset, venue, usd } of isTenth ? pairs : pairs.slice(0, mostEachMinute))
    yield `open_interest_1m,asset=${asset},venue=${venue} usd=${near(usd)},base=${near(usd / 100)},contracts_known=1i,funding_annual=${near(0.1)} ${at}`;
  for (const venue of venues) yield `open_interest_1m,asset=ALL,venue=${venue} usd=${near(1e9)},contracts_known=300i,funding_annual=${near(0.1)} ${at}`;
  for (const asset of [...assets, 'ALL'])
    yield `asset_1m,asset=${asset} oi_usd=${near(1e8)},${asset === 'ALL' ? '' : `oi_base=${near(1e6)},`}coin_flow_usd=${near(1e4)},price_effect_usd=${near(1e4)},funding_annual=${near(0.1)} ${at}`;

  yield* orderLines(startMs, isDetailed, ordersPerSecond);
  const totals = (asset, window, ms) => `squeeze,asset=${asset},venue=ALL,window=${window} long_usd=${near(1e7)},short_usd=${near(1e7)},short_minus_long_usd=${near(1e5)},short_share=0.5,long_orders=100i,short_orders=100i,coverage=1 ${ms}000000`;
  for (const window of windows) {
    for (let second = 0; second < 60; second += 10) yield totals('ALL', window, startMs + second * 1_000);
    for (const asset of assets.slice(0, 20)) yield totals(asset, window, startMs);
  }
  if (!isDetailed) return;
  for (const second of [0, 30]) for (const venue of venues) for (const feed of ['force_orders', 'market'])
    yield `feed_health,feed=${feed},venue=${venue} class="full",connected=1,coverage=1,gaps=0i,lag_ms=${near(80)},frames=${minute * 9}i,events=${minute}i,reconnects=1i,quarantined=0i ${startMs + second * 1_000}000000`;
  for (let second = 0; second < 60; second += 10)
    yield `collector,collector=liqmon store_queue=0i,windows_queue=0i,stored=${minute * 60 + second}i,duplicates=${minute}i,commit_ms=2,influx_lag_s=1,influx_points=${minute}i,influx_retries=0i,influx_quarantined=0i,memory_bytes=200000000i,cpu_seconds=${(minute + second / 60).toFixed(2)} ${startMs + second * 1_000}000000`;
  if (minute % 5 === 0) {
    const changed = (minute % 60 === 0 ? pairs : pairs.slice(0, mostEachMinute)).map(({ asset, venue }) => [asset, venue]);
    const all = minute % 60 === 0 ? assets.map(asset => [asset, 'ALL']) : [];
    for (const [asset, venue] of [...changed, ...all, ...venues.map(venue => ['ALL', venue])])
      for (const window of ['1h', '4h', '24h', '7d'])
        yield `open_interest_change,asset=${asset},venue=${venue},window=${window} start_usd=${near(1e8)},change_usd=${near(1e6)},${asset === 'ALL' ? '' : `start_base=${near(1e6)},change_base=${near(1e4)},`}contracts_known=1i ${at}`;
  }
  if (isTenth) for (const asset of assets.slice(0, 10)) for (let level = 1; level <= 10; level++) for (const [sign, side] of [['+', 'short'], ['-', 'long']])
    yield `liquidation_map,asset=${asset},level=${sign}${String(level).padStart(2, '0')} price=${near(100)},away=${sign === '+' ? '' : '-'}${(level - 0.5) / 100},${side}_usd=${near(1e7)} ${at}`;
  if (minute % 60 === 0) for (const asset of assets.slice(0, 10)) for (const venue of venues.slice(0, 3))
    yield `long_short,asset=${asset},venue=${venue} ratio=${near(1.2)},long_share=${near(0.54)} ${at}`;
  if (minute % 480 === 0)
    yield `cascade,asset=BTC,side=long title="BTC",description="a",tags="cascade",end_time=${startMs + 60_000},usd=${near(1e7)},peak_minute_usd=${near(1e6)},multiple=20,price_change=-0.02,oi_change=-0.03 ${at}`;
}
