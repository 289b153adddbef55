// Every dashboard as it opens, at the width of a screen and of a phone, drawn from nearly seven days of line protocol that the
// program has written: LIQMON_LINES names the file, LIQMON_NOW the moment at which it ends. LIQMON_METRICS names a file of what its
// /metrics has said up to that moment. Pictures are left in out/.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startChromium } from './chromium.js';
import { loadDashboard, loadMetricsDashboard } from './dashboard.js';
import { durationMs, intervalMs, typedValue } from './grafana.js';
import { startInflux } from './influx.js';
import { startVictoria } from './victoria.js';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, '..', '..', 'grafana', 'dashboards');
const dashboards = await Promise.all((await readdir(folder)).filter(name => name.endsWith('.json')).map(async name => ({ name: name.slice(0, -5), json: JSON.parse(await readFile(join(folder, name))) })));
const influxql = dashboards.filter(one => one.json.templating.list[0].query === 'influxdb');
const promql = dashboards.filter(one => one.json.templating.list[0].query === 'prometheus');
const nowMs = Date.parse(process.env.LIQMON_NOW);

// Grafana's InfluxDB source gives a panel at most so many series.
const mostSeries = 1_000;

// What a number with a unit looks like; a dash stands for one that is not known.
const looks = {
  currencyUSD: /^-?\$-?[\d.]+( ?(K|M|B|T|Mil|Bil|Tri))?$/i,
  percentunit: /^-?[\d.]+%$/,
};

const decimalsOf = text => /\.(\d+)/.exec(text)?.[1].length ?? 0;

let influx, victoria, chromium;
const drawn = new Map();

before(async () => {
  assert.ok(nowMs > 0 && process.env.LIQMON_LINES && process.env.LIQMON_METRICS, 'LIQMON_LINES, LIQMON_METRICS and LIQMON_NOW are not set');
  await mkdir(join(here, 'out'), { recursive: true });
  [influx, victoria, chromium] = await Promise.all([startInflux(), startVictoria(), startChromium()]);
  await influx.write(process.env.LIQMON_LINES);
  await victoria.importText(process.env.LIQMON_METRICS, 'liqmon:8190');
  for (const { name, json } of influxql) {
    for (const width of [1920, 390]) {
      const data = await loadDashboard(json, influx.ask, { nowMs, width });
      drawn.set(`${name} ${width}`, { data, ...await chromium.draw(data, width, join(here, 'out', `${name}-${width}.png`)) });
    }
  }
  for (const { name, json } of promql) {
    for (const width of [1920, 390]) {
      const data = await loadMetricsDashboard(json, victoria.ask, { nowMs, width });
      drawn.set(`${name} ${width}`, { data, ...await chromium.draw(data, width, join(here, 'out', `${name}-${width}.png`)) });
    }
  }
}, { timeout: 600_000 });

after(async () => {
  await chromium?.stop();
  await influx?.stop();
  await victoria?.stop();
});

for (const { name } of [...influxql, ...promql]) {
  for (const width of [1920, 390]) {
    describe(`${name} at ${width} pixels`, () => {
      const each = check => {
        const { data, panels } = drawn.get(`${name} ${width}`);
        assert.ok(panels.length > 0);
        for (const panel of panels) check(panel, data.panels.find(one => one.id === panel.id));
      };

      it('is drawn without an error', () => {
        assert.deepEqual(drawn.get(`${name} ${width}`).failures, []);
        each(panel => assert.equal(panel.error, null, panel.title));
      });

      it('shows something in every panel', () => each(panel => {
        // Over seven days nothing is known yet, and that is what it has to say.
        if (panel.title === 'Change 7d') return assert.deepEqual(panel.texts, ['–']);
        assert.ok(!panel.isEmpty, `${panel.title} is empty`);
        assert.ok(!panel.texts.some(text => /no data/i.test(text)), `${panel.title}: ${panel.texts.join(' | ')}`);
      }));

      it('keeps within the limits of Grafana', () => each((panel, source) => {
        assert.equal(panel.limit, null, panel.title);
        assert.ok(panel.series <= mostSeries, `${panel.title}: ${panel.series} series`);
        // The first and the last interval stick out of the span.
        if (source.targets.every(target => target.resultFormat === 'time_series')) {
          const most = Math.max(source.points, (source.toMs - source.fromMs) / source.stepMs) + 2;
          assert.ok(panel.points <= most, `${panel.title}: ${panel.points} points, ${most} are asked for`);
        }
      }));

      it('cuts no text and no column', () => each(panel => {
        assert.deepEqual(panel.cut, [], `${panel.title}: cut`);
        assert.deepEqual(panel.outside, [], `${panel.title}: outside of the panel`);
        if (width === 1920) assert.ok(!panel.scrollsSideways, `${panel.title} is wider than its panel`);
      }));

      it('shows bars at their whole length, not on their way to it', () => each(panel => {
        assert.ok(panel.bars.every(duration => duration === '0s'), panel.title);
        if (panel.title === 'By asset' || panel.type === 'bargauge') assert.ok(panel.bars.length > 0, `${panel.title} has no bars`);
      }));

      it('writes numbers in their units and with their decimals', () => each(panel => {
        for (const field of panel.fields.filter(one => one.text !== null)) {
          assert.ok(field.unit, `${panel.title}: ${field.name} has no unit`);
          if (looks[field.unit]) assert.match(field.text, looks[field.unit], `${panel.title}: ${field.name}`);
          if (field.unit === 'string') assert.equal(Number(field.text), field.value, `${panel.title}: ${field.name} has lost digits`);
          else if (field.decimals !== null) assert.ok(decimalsOf(field.text) <= field.decimals, `${panel.title}: ${field.name} is ${field.text}`);
        }
        if (panel.type === 'stat') for (const field of panel.fields.filter(one => one.text !== null)) {
          assert.ok(panel.texts.join('').replaceAll(' ', '').includes(field.text.replaceAll(' ', '')), `${panel.title} does not show ${field.name} ${field.text} but ${panel.texts.join(' | ')}`);
        }
      }));
    });
  }
}

describe('what the pictures have to tell', () => {
  const panel = (name, title) => drawn.get(`${name} 1920`).data.panels.find(one => one.title === title);
  const downFrom = nowMs - 15 * 3_600_000;
  const downTo = nowMs - 12 * 3_600_000;
  // The intervals at the edges are half full.
  const within = time => time > downFrom + 1_800_000 && time < downTo - 1_800_000;

  it('leaves the three hours open in which LiqMon was down', () => {
    for (const [name, title] of [['squeeze', 'Short minus long, window 24h'], ['squeeze', 'Short share, window 24h'], ['open-interest', 'Open interest by venue, dollars'], ['open-interest', 'Funding weighted by open interest']]) {
      const shown = panel(name, title);
      // A contract counts for a quarter of an hour after its newest sample.
      assert.ok((shown.fieldConfig.defaults.custom.spanNulls || 0) <= (title.startsWith('Open interest') ? 900_000 : 0), `${title} draws over gaps`);
      for (const frame of shown.frames) {
        const [time, value] = frame.fields;
        const values = value.values.filter((_, i) => within(time.values[i]));
        assert.ok(values.length > 0, `${title} has no points in between, so a line would be drawn over it`);
        assert.ok(values.every(one => one === null), `${title} has values of a time that was not watched`);
        assert.ok(value.values.some(one => one !== null));
      }
    }
  });

  it('shows a feed that was down for forty minutes, and no other', () => {
    const states = panel('venues', 'State of the feeds').frames.map(frame => [frame.name, frame.fields[1].values.filter(one => one === 0).length]);
    for (const [feed, minutes] of states) assert.ok(feed.startsWith('okx') ? minutes >= 39 && minutes <= 41 : minutes === 0, `${feed}: ${minutes}`);
  });

  it('does not let open interest fall between samples', () => {
    for (const frame of panel('open-interest', 'Open interest by venue, dollars').frames) {
      const values = frame.fields[1].values.filter(one => one !== null);
      for (let i = 1; i < values.length; i++) assert.ok(values[i] > values[i - 1] * 0.7 && values[i] < values[i - 1] * 1.4, `${frame.name}: ${values[i - 1]} to ${values[i]}`);
    }
  });

  it('adds shorts and longs up, and takes them apart', () => {
    const { fields } = drawn.get('overview 1920').panels.find(one => one.title === 'Last 24h');
    const [shorts, longs, total, net] = ['shorts', 'longs', 'total ≥', 'short − long'].map(name => fields.find(one => one.name === name).value);
    assert.ok(shorts > 0 && longs > 0 && Math.abs(shorts + longs - total) < 0.01 && Math.abs(shorts - longs - net) < 0.01);
    const share = drawn.get('overview 1920').panels.find(one => one.title === 'Short share').fields[0].value;
    assert.ok(Math.abs(share - shorts / total) < 1e-9);
  });

  it('says a dash where open interest was not watched for long enough', () => {
    const text = title => drawn.get('open-interest 1920').panels.find(one => one.title === title);
    assert.ok(text('Change 24h').fields.every(field => field.text.endsWith('%')));
    assert.ok(text('Change 7d').texts.includes('–') && text('Change 7d').fields.every(field => field.text === null || field.value === undefined), text('Change 7d').texts.join(' | '));
  });

  it('shades cascades from their start to their end', () => {
    const { events } = drawn.get('squeeze 1920').data;
    assert.equal(events.length, 3);
    for (const event of events) assert.ok(event.timeEnd > event.time + 60_000 && event.timeEnd < event.time + 600_000 && event.title && event.text, JSON.stringify(event));
  });

  it('has every column that its transformations name', () => {
    for (const { name } of influxql) for (const shown of drawn.get(`${name} 1920`).data.panels.filter(one => one.type === 'table')) {
      const named = shown.transformations?.find(one => one.id === 'organize')?.options.indexByName ?? {};
      const { texts } = drawn.get(`${name} 1920`).panels.find(one => one.id === shown.id);
      for (const column of Object.keys(named)) assert.ok(texts.includes(column), `${shown.title} lacks ${column}`);
    }
  });

  it('names the asset of prices and coins, the largest while none is chosen', async () => {
    const titles = async (name, chosen) => (await loadDashboard(dashboards.find(one => one.name === name).json, influx.ask, { nowMs, width: 1920, chosen })).panels.map(one => one.title);
    assert.ok((await titles('overview')).includes('Price of BTC'));
    assert.ok((await titles('overview', { asset: { text: 'SOL', value: 'SOL' } })).includes('Price of SOL'));
    const mark = (await loadDashboard(dashboards.find(one => one.name === 'overview').json, influx.ask, { nowMs, width: 1920, chosen: { asset: { text: 'SOL', value: 'SOL' } } }))
      .panels.find(one => one.title === 'Price of SOL').frames[0].fields[1].values.find(one => one !== null);
    assert.ok(mark > 50 && mark < 1_000, `SOL at ${mark}`);
    for (const { name } of influxql) for (const { title } of drawn.get(`${name} 1920`).panels) assert.ok(!title.includes('$') && !title.endsWith('All'), title);
  });

  it('draws the map of one asset: shorts above the price, longs below, and never both', () => {
    const [map] = panel('open-interest', 'Liquidation map of BTC (a model)').frames;
    const column = name => map.fields.find(one => one.name === name).values;
    const [price, away, shorts, longs] = ['price', 'away', 'shorts', 'longs'].map(column);
    assert.equal(price.length, 20);
    assert.deepEqual(away.map(one => Math.round(one * 1_000)).sort((a, b) => a - b), Array.from({ length: 20 }, (_, i) => -95 + 10 * i));
    for (let i = 0; i < 20; i++) assert.ok(away[i] > 0 ? shorts[i] >= 0 && longs[i] === null : longs[i] >= 0 && shorts[i] === null, `${price[i]}: ${shorts[i]} ${longs[i]}`);
    assert.ok(shorts.some(one => one > 0) && longs.some(one => one > 0));
    const now = panel('open-interest', 'Price of BTC').frames.find(one => one.name === 'close').fields[1].values.filter(one => one !== null).at(-1);
    for (let i = 0; i < 20; i++) assert.ok(Math.abs(price[i] / now - 1 - away[i]) < 0.001, `${price[i]} is said to be ${away[i]} away from ${now}`);
    const drawnPrices = drawn.get('open-interest 1920').panels.find(one => one.title.startsWith('Liquidation map')).texts.map(Number).filter(one => price.includes(one));
    assert.deepEqual(drawnPrices, [...price].sort((a, b) => b - a));
  });

  it('draws the ratio of accounts by venue, each hour', () => {
    const { frames } = panel('open-interest', 'Accounts of BTC: long over short');
    assert.deepEqual(frames.map(one => one.name).sort(), ['binance', 'bybit', 'okx']);
    for (const frame of frames) {
      const values = frame.fields[1].values.filter(one => one !== null);
      assert.ok(values.length >= 160 && values.every(one => one > 0.5 && one < 2.2), `${frame.name}: ${values.length}`);
    }
  });

  it('takes a least order as people write it', async () => {
    const overview = dashboards.find(one => one.name === 'overview').json;
    const box = overview.templating.list.find(one => one.name === 'min_usd');
    const listed = async (value) => {
      const { panels } = await loadDashboard({ ...overview, panels: overview.panels.filter(one => one.title === 'Largest orders') }, influx.ask, { nowMs, width: 1920, chosen: { min_usd: value } });
      return panels[0].frames.flatMap(frame => frame.fields.find(field => field.name === 'usd').values);
    };
    const all = (await listed({ text: 'any', value: '0' })).length;
    assert.equal(all, 50);
    for (const [typed, least] of [['10k', 1e4], ['1e4', 1e4], ['1M', 1e6], ['1e6', 1e6], ['100K', 1e5], ['any', 0], ['', 0], ['250000', 250_000], ['2.5 * 1000000', 2.5e6], ['750 * 1000', 750_000]]) {
      const usd = await listed(typedValue(box, typed));
      assert.ok(usd.every(one => one >= least), `${typed}: ${Math.min(...usd)}`);
      const more = await influx.ask(`SELECT count("usd") FROM "liquidation" WHERE time >= ${nowMs - 86_400_000}ms AND time <= ${nowMs}ms AND "usd" >= ${least}`);
      assert.equal(usd.length, Math.min(50, more.results[0].series?.[0].values[0][1] ?? 0), typed);
    }

    // An address without a value, such as ?var-min_usd=, is no limit.
    assert.equal((await listed({ text: '', value: '' })).length, all);
  });

  it('gets an answer to every expression that asks a Prometheus, and names each line', () => {
    for (const { name, json } of promql) {
      for (const source of drawn.get(`${name} 1920`).data.panels) {
        for (const target of json.panels.find(one => one.id === source.id).targets) {
          const frames = source.frames.filter(one => one.refId === target.refId);
          assert.ok(frames.length > 0, `${source.title}: no answer to ${target.expr}`);
          for (const frame of frames) {
            assert.match(frame.name, /^liqmon:8190: \S/, source.title);
            assert.ok(frame.fields[1].values.length >= 30 && frame.fields[1].values.every(Number.isFinite), `${source.title}: ${frame.name} has ${frame.fields[1].values.length} points`);
          }
        }
      }
      const frames = title => drawn.get(`${name} 1920`).data.panels.find(one => one.title === title).frames;
      assert.deepEqual(frames('Waiting in queues').map(one => one.name).sort(), ['binance', 'bybit', 'okx'].map(venue => `liqmon:8190: ${venue}`));
      // Every feed was live when the first was taken.
      for (const frame of frames('Feeds that are not live')) assert.equal(frame.fields[1].values[0], 0, frame.name);
      assert.ok(Math.max(...frames('Events a second').find(one => one.name.endsWith(': stored')).fields[1].values) > 0);
      assert.ok(Math.max(...frames('Points to InfluxDB a second').find(one => one.name.endsWith(': accepted')).fields[1].values) > 0);
    }
  });

  const minuteMs = 60_000;
  const dayMs = 86_400_000;
  const opened = async (name, options) => {
    const { panels } = await loadDashboard(dashboards.find(one => one.name === name).json, influx.ask, { nowMs, width: 1920, ...options });
    return title => panels.find(one => one.title === title);
  };
  const newest = (shown, name) => shown.frames.find(one => one.name === name)?.fields[1].values.at(-1);

  it('sums the windows up to the end of a span that somebody has zoomed into', async () => {
    const [fromMs, toMs] = [nowMs - 9 * 3_600_000, nowMs - 7 * 3_600_000];
    const panelOf = await opened('overview', { zoomed: { fromMs, toMs } });
    for (const [window, hours] of [['1h', 1], ['4h', 4], ['24h', 24], ['7d', 168]]) {
      for (const side of ['short', 'long']) {
        const answer = await influx.ask(`SELECT sum("usd") FROM "liquidation_1m" WHERE time >= ${toMs - hours * 3_600_000}ms AND time <= ${toMs}ms AND "side" = '${side}'`);
        const usd = answer.results[0].series[0].values[0][1];
        assert.ok(Math.abs(newest(panelOf(`Last ${window}`), `${side}s`) - usd) < 0.01, `${window} ${side}s`);
      }
    }
  });

  it('gives no panel of a number or a table a span of its own, which a zoom would set aside', () => {
    for (const { name, json } of influxql) for (const one of json.panels.filter(shown => shown.timeFrom)) assert.equal(one.type, 'timeseries', `${name}: ${one.title}`);
  });

  it('names the end of the span behind all patterns, where the data source does not take it for a part of one', () => {
    const queries = influxql.flatMap(({ json }) => json.panels).flatMap(one => one.targets.map(({ query }) => query)).filter(query => query.includes('__to'));
    assert.ok(queries.length > 20);
    for (const query of queries) assert.ok(!query.slice(query.indexOf('${__to}')).includes('/'), query);
  });

  it('says what is known now only while LiqMon writes', async () => {
    // Within the three hours in which it was down, an hour and a half after their start.
    const toMs = nowMs - 13.5 * 3_600_000;
    const zoomed = { fromMs: toMs - dayMs, toMs };
    for (const [name, titles] of [['overview', ['Open interest']], ['venues', ['Coverage, last 24 hours', 'Counts']], ['squeeze', ['All windows now']], ['open-interest', ['Change 1h', 'Change by asset', 'Funding by asset and venue, annualised', 'Liquidation map of BTC (a model)']]]) {
      const panelOf = await opened(name, { zoomed });
      for (const title of titles) assert.deepEqual(panelOf(title).frames.flatMap(one => one.fields[1].values), [], `${name}: ${title}`);
    }

    const panelOf = await opened('overview', { zoomed });
    assert.equal(newest(panelOf('Last 4h'), 'covered'), undefined);
    assert.ok(newest(panelOf('Last 4h'), 'total ≥') > 0);
    const byVenue = panelOf('By venue').frames;
    assert.ok(byVenue.some(one => one.fields.some(field => field.name === 'class')) && !byVenue.some(one => one.fields.some(field => field.name === 'coverage')));
  });

  it('has a zero for the side of which nothing was liquidated', async () => {
    const side = { name: 'ONESIDED', venue: 'okx' };
    await influx.post([10, 20].map(minute => `liquidation_1m,asset=${side.name},side=long,venue=${side.venue} usd=1000,orders=2i,max_usd=700 ${nowMs - minute * minuteMs}000000\nasset_1m,asset=${side.name} oi_usd=5000 ${nowMs - minute * minuteMs}000000`).join('\n'));
    try {
      const panelOf = await opened('overview', { chosen: { asset: { text: side.name, value: side.name } } });
      assert.deepEqual(panelOf('Last 1h').frames.slice(0, 4).map(one => [one.name, one.fields[1].values]), [['total ≥', [2_000]], ['shorts', [0]], ['longs', [2_000]], ['short − long', [-2_000]]]);
      assert.deepEqual(['shorts', 'longs'].map(name => newest(panelOf('Orders'), name)), [0, 4]);
      assert.equal(newest(panelOf('Short share'), 'short share'), 0);
      for (const title of ['By asset', 'By venue']) {
        const [table] = panelOf(title).frames;
        assert.deepEqual(['shorts', 'longs'].map(name => table.fields.find(field => field.name === name).values), [[0], [2_000]], title);
      }
    } finally {
      await influx.ask(`DROP SERIES WHERE "asset" = '${side.name}'`);
    }
  });

  it('joins points over no gap of more than half an hour, and draws lines from five minutes to ninety days', () => {
    for (const { name, json } of influxql) for (const one of json.panels) {
      const { insertNulls, spanNulls } = one.fieldConfig.defaults.custom ?? {};
      assert.ok(!spanNulls || spanNulls <= 1_800_000, `${name}: ${one.title}`);
      if (!one.targets.some(target => target.query.includes('fill(none)'))) continue;
      assert.ok(insertNulls <= 1_800_000, `${name}: ${one.title} draws over gaps`);
      for (const spanMs of [5 * minuteMs, dayMs, 7 * dayMs, 30 * dayMs, 90 * dayMs]) {
        const stepMs = intervalMs(spanMs, one.maxDataPoints ?? 600, durationMs(one.interval));
        assert.ok(stepMs <= insertNulls, `${name}: ${one.title} over ${spanMs / dayMs} days has a point each ${stepMs} ms and draws no line`);
      }
    }
  });

  it('has something to draw in the last five minutes', async () => {
    for (const [name, titles] of [['open-interest', ['Open interest by venue, dollars', 'Open interest by venue, BTC', 'Price of BTC', 'Contracts of BTC']], ['squeeze', ['Short minus long, window 24h', 'Price of BTC and cascades']], ['overview', ['Price of BTC']], ['venues', ['State of the feeds', 'Lag']]]) {
      const panelOf = await opened(name, { from: 'now-5m' });
      for (const title of titles) for (const frame of panelOf(title).frames) {
        const [time, value] = frame.fields;
        const seen = time.values.filter((at, i) => at >= nowMs - 5 * minuteMs && value.values[i] !== null);
        assert.ok(seen.length >= 3, `${name}: ${title}, ${frame.name} has ${seen.length} points`);
      }
    }
  });

  it('has room for 24 venues with two feeds each', () => {
    const rows = { 'state-timeline': 48, 'status-history': 24, bargauge: 24 };
    const least = { 'state-timeline': 14, 'status-history': 14, bargauge: 20 };
    let checked = 0;
    for (const { json } of influxql) for (const { type, title, gridPos, options } of json.panels.filter(one => rows[one.type])) {
      const height = (gridPos.h * 38 - 8 - 64) / rows[type];
      assert.ok(height >= least[type], `${title}: ${height} pixels for each of ${rows[type]} rows`);
      // Grafana leaves through more than 20 rows unless it is given another number.
      if (type !== 'bargauge') assert.ok(options.perPage >= rows[type], title);
      checked++;
    }
    assert.equal(checked, 4);
  });

  it('shades no cascade that was withdrawn', async () => {
    const at = `${nowMs - 30 * minuteMs}000000`;
    await influx.post(`cascade,asset=ALL,side=long title="ALL longs: withdrawn",description="none",tags="cascade",end_time=${nowMs - 30 * minuteMs},usd=0,peak_minute_usd=0 ${at}`);
    try {
      const { events } = await loadDashboard(dashboards.find(one => one.name === 'squeeze').json, influx.ask, { nowMs, width: 1920 });
      assert.equal(events.length, 3);
    } finally {
      await influx.ask(`DELETE FROM "cascade" WHERE time = ${at}`);
    }
  });

  it('writes a dash into a cell of which nothing is known', async () => {
    const at = `${nowMs - 1_000}000000`;
    await influx.post([
      `cascade,asset=FARTCOIN,side=long title="FARTCOIN longs liquidated: $123.4M so far",description="none",tags="cascade",end_time=${nowMs},usd=123400000,peak_minute_usd=1 ${at}`,
      `feed_health,feed=rest,venue=onlyprices class="none",connected=1,lag_ms=5,frames=7i,events=0i,reconnects=0i,quarantined=0i ${at}`,
    ].join('\n'));
    try {
      for (const [name, title, dashes] of [['squeeze', 'Cascades', 3], ['venues', 'Counts', 2]]) {
        const { json } = dashboards.find(one => one.name === name);
        const data = await loadDashboard({ ...json, panels: json.panels.filter(one => one.title === title) }, influx.ask, { nowMs, width: 1920 });
        const { panels: [shown] } = await chromium.draw(data, 1920);
        assert.deepEqual([shown.cut, shown.scrollsSideways, shown.texts.filter(text => text === '–').length], [[], false, dashes], title);
      }
    } finally {
      await influx.ask(`DELETE FROM "cascade" WHERE "asset" = 'FARTCOIN'`);
      await influx.ask(`DELETE FROM "feed_health" WHERE "venue" = 'onlyprices'`);
    }
  });

  it('colours what is covered by how much it is', () => {
    const overrides = (name, title) => dashboards.find(one => one.name === name).json.panels.find(one => one.title === title).fieldConfig.overrides;
    for (const [name, title, field] of [['overview', 'Last 24h', 'covered'], ['overview', 'By venue', 'coverage'], ['squeeze', 'All windows now', 'covered']]) {
      const { properties } = overrides(name, title).find(one => one.matcher.options === field);
      assert.deepEqual(properties.find(one => one.id === 'color').value, { mode: 'thresholds' }, title);
    }
  });

  it('has every name that its colours are for', () => {
    for (const { name } of influxql) {
      const { panels } = drawn.get(`${name} 1920`);
      for (const source of drawn.get(`${name} 1920`).data.panels.filter(one => one.type !== 'table' && one.title !== 'Change 7d')) {
        const names = panels.find(one => one.id === source.id).fields.map(one => one.name);
        for (const { matcher } of source.fieldConfig.overrides.filter(one => one.matcher.id === 'byName')) assert.ok(names.includes(matcher.options), `${name}: ${source.title} has no ${matcher.options} but ${names.join(', ')}`);
      }
    }
  });

  it('lists windows by their length', () => {
    const { texts } = drawn.get('squeeze 1920').panels.find(one => one.title === 'All windows now');
    assert.deepEqual(texts.filter(text => /^\d+[mhd]$/.test(text)), ['1m', '5m', '15m', '1h', '4h', '12h', '24h', '7d', '30d']);
  });
});
