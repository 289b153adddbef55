// Builds the page with Grafana's packages and draws dashboards in Debian's Chromium.
import { build } from 'esbuild';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const here = dirname(fileURLToPath(import.meta.url));

// The published react-data-grid uses a context as its own provider, which only React 19 takes; Grafana 12 has React 18.
const gridForReact18 = {
  name: 'grid-for-react-18',
  setup: ({ onLoad }) => onLoad({ filter: /react-data-grid\/lib\/index\.js$/ }, async ({ path }) => ({
    contents: (await readFile(path, 'utf8')).replace(/(jsxs?)\((\w+Context), \{/g, '$1($2.Provider, {'), loader: 'js',
  })),
};

/** Starts a browser; draw makes a picture of a dashboard and returns what can be seen of each panel. */
export async function startChromium() {
  const folder = await mkdtemp(join(tmpdir(), 'liqmon-page-'));
  await build({
    entryPoints: [join(here, 'page', 'main.jsx')], outfile: join(folder, 'page.js'), bundle: true, format: 'iife', jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    loader: { '.svg': 'dataurl', '.ttf': 'dataurl', '.woff2': 'dataurl' }, logLevel: 'error', minify: true,
    plugins: [gridForReact18],
  });
  // A page with an address: one without may not store anything, which Grafana's packages do. Bars take a second to grow, and a
  // picture would show them on their way.
  const page = join(folder, 'page.html');
  await writeFile(page, '<!doctype html><html><head><meta charset="utf-8"><link rel="stylesheet" href="page.css"><style>* { transition: none !important; }</style></head><body><div id="root"></div><script src="page.js"></script></body></html>');
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, userDataDir: join(folder, 'profile'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars', '--disable-background-networking', '--disable-component-update'],
  });
  const draw = async (data, width, picture) => {
    const tab = await browser.newPage();
    const failures = [];
    tab.on('pageerror', error => failures.push(error.message));
    await tab.setViewport({ width, height: 1_000 });
    await tab.goto(pathToFileURL(page).href);
    const seen = await tab.evaluate((input, wide) => window.drawDashboard(input, wide), data, width);
    if (picture) {
      // As high as all of it: what lies below the window is not painted everywhere.
      const height = await tab.evaluate(() => document.documentElement.scrollHeight);
      await tab.setViewport({ width, height });
      await tab.evaluate(() => new Promise(resolve => setTimeout(resolve, 300)));
      await tab.screenshot({ path: picture });
    }

    await tab.close();
    return { panels: seen, failures };
  };
  const stop = async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { draw, stop };
}
