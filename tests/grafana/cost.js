// node cost.js DAYS [DETAILED_DAYS] [ORDERS] [LINES]: fills a real InfluxDB 1.x with DAYS of points of 24 venues, 300 assets, 7,200
// contracts and ORDERS (1.3) liquidations a second, the last DETAILED_DAYS (1) of them with everything, and prints points and
// bytes of a day, and the processor seconds of InfluxDB for each panel of each dashboard as it opens. With LINES it first checks
// that it writes the same measurements, tags and fields as the program.
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadDashboard } from './dashboard.js';
import { startInflux } from './influx.js';
import { minuteLines } from './scale.js';

const [days, detailed = '1', orders = '1.3', lines] = process.argv.slice(2);
const dayMs = 86_400_000;
const ticksPerSecond = 100;
const repeats = 2;

const shapeOf = line => {
  const [, key, fields] = /^(\S+) ((?:[^\s"]|"(?:[^"\\]|\\.)*")+) /.exec(line.replaceAll('\\ ', '_'));
  const [measurement, ...tags] = key.split(',');
  return { measurement, tags: tags.map(tag => tag.split('=')[0]), fields: [...fields.replace(/"(?:[^"\\]|\\.)*"/g, 'text').matchAll(/(\w+)=/g)].map(([, name]) => name) };
};

/** All tags and fields of each measurement. */
function addShape(shapes, line) {
  const { measurement, tags, fields } = shapeOf(line);
  const shape = shapes.get(measurement) ?? new Set();
  for (const tag of tags) shape.add(`tag ${tag}`);
  for (const field of fields) shape.add(field);
  shapes.set(measurement, shape);
}

if (lines) {
  const [written, made] = [new Map(), new Map()];
  for await (const line of createInterface({ input: createReadStream(lines) })) addShape(written, line);
  for (const minute of [0, 480]) for (const line of minuteLines(Date.UTC(2026, 10, 15) + minute * 60_000, true, 13)) addShape(made, line);
  for (const [measurement, shape] of written) {
    const [expected, found] = [[...shape].sort().join(), [...made.get(measurement) ?? []].sort().join()];
    if (expected !== found) throw new Error(`${measurement}: the program writes ${expected}, here it is ${found}`);
  }
}

async function bytesOf(folder) {
  let sum = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) sum += (await stat(join(entry.parentPath, entry.name))).size;
  return sum;
}

const influx = await startInflux();
const processor = async () => {
  const fields = (await readFile(`/proc/${influx.pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

/** A busy server answers that it took too long, and may have stored the points or not: written again they are the same. */
async function send(body) {
  for (let tries = 1; ; tries++) {
    try {
      return await influx.post(body.join('\n'));
    } catch (error) {
      if (tries === 20 || !error.message.includes('timeout')) throw error;
    }
  }
}

try {
  const endMs = Date.UTC(2026, 10, 15, 20);
  const points = new Map();
  let body = [];
  const began = performance.now();
  for (let startMs = Math.ceil((endMs - days * dayMs) / 60_000) * 60_000; startMs < endMs; startMs += 60_000) {
    const isDetailed = startMs >= endMs - detailed * dayMs;
    for (const line of minuteLines(startMs, isDetailed, Number(orders))) {
      if (isDetailed) {
        const name = line.slice(0, line.indexOf(','));
        points.set(name, (points.get(name) ?? 0) + 1);
      }
      body.push(line);
    }
    if (body.length < 20_000) continue;
    await send(body);
    body = [];
    if (startMs % (dayMs / 4) === 0) console.error(new Date(startMs).toISOString(), `${((performance.now() - began) / 1_000).toFixed(0)} s`);
  }
  await send(body);

  // Until it has compacted what it was sent.
  for (let quiet = 0; quiet < 5;) {
    const before = await processor();
    await new Promise(resolve => setTimeout(resolve, 2_000));
    quiet = await processor() - before < 0.05 ? quiet + 1 : 0;
  }
  for (const [name, count] of [...points].sort()) console.log(name, Math.round(count / detailed), 'points a day');
  const all = [...points.values()].reduce((sum, one) => sum + one, 0);
  const bytes = await bytesOf(join(influx.folder, 'data')) + await bytesOf(join(influx.folder, 'wal'));
  console.log('all', Math.round(all / detailed), 'points a day;', (bytes / 1e6).toFixed(0), 'MB on disk for', days, 'days,', detailed, 'of them in full');

  const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'grafana', 'dashboards');
  for (const file of (await readdir(folder)).filter(name => name.endsWith('.json'))) {
    const dashboard = JSON.parse(await readFile(join(folder, file)));
    if (dashboard.templating.list[0].query === 'prometheus') continue;
    const open = panels => loadDashboard({ ...dashboard, panels, annotations: { list: [] } }, influx.ask, { nowMs: endMs, width: 1920 });
    const costOf = async panels => {
      await open(panels);
      const before = await processor();
      for (let i = 0; i < repeats; i++) await open(panels);
      return (await processor() - before) / repeats;
    };
    const variables = await costOf([]);
    console.log(file, 'variables', variables.toFixed(2), 's');
    for (const panel of dashboard.panels.filter(one => one.type !== 'row'))
      console.log(file, panel.title, Math.max(0, await costOf([panel]) - variables).toFixed(2), 's');
  }
} finally {
  await influx.stop();
}
