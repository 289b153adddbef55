// node picture.js LINES NOW [DASHBOARD…]: pictures of the dashboards in out/, from line protocol and the moment at which it ends.
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChromium } from './chromium.js';
import { loadDashboard } from './dashboard.js';
import { startInflux } from './influx.js';

const here = dirname(fileURLToPath(import.meta.url));
const [lines, now, ...only] = process.argv.slice(2);
const folder = join(here, '..', '..', 'grafana', 'dashboards');
await mkdir(join(here, 'out'), { recursive: true });
const influx = await startInflux();
const chromium = await startChromium();
try {
  await influx.write(lines);
  for (const file of (await readdir(folder)).filter(name => name.endsWith('.json') && (only.length === 0 || only.includes(name.slice(0, -5))))) {
    const dashboard = JSON.parse(await readFile(join(folder, file)));
    if (dashboard.templating.list.some(one => one.query === 'prometheus')) continue;
    for (const width of [1920, 390]) {
      const data = await loadDashboard(dashboard, influx.ask, { nowMs: Date.parse(now), width });
      const { panels, failures } = await chromium.draw(data, width, join(here, 'out', `${file.slice(0, -5)}-${width}.png`));
      for (const panel of panels) {
        const took = data.panels.find(one => one.id === panel.id).tookMs;
        console.log(file, width, panel.id, panel.title, `${panel.series} series`, `${panel.points} points`, `${took.toFixed(0)} ms`,
          panel.isEmpty ? 'EMPTY' : '', panel.limit ?? '', panel.error?.split('\n')[0] ?? '', panel.scrollsSideways ? 'scrolls' : '', panel.cut.length ? `cut ${panel.cut.join('|')}` : '', panel.outside.length ? `outside ${panel.outside.join('|')}` : '');
      }
      for (const failure of failures) console.log(file, width, 'FAILED', failure);
    }
  }
} finally {
  await chromium.stop();
  await influx.stop();
}
