// A real VictoriaMetrics on a free port with temporary data: it answers as Prometheus does.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.js';

/** Starts the server; importText takes a file of samples with their times, ask runs an expression over a span. */
export async function startVictoria() {
  const folder = await mkdtemp(join(tmpdir(), 'liqmon-victoria-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn('victoria-metrics', [`-storageDataPath=${folder}`, `-httpListenAddr=127.0.0.1:${port}`, '-retentionPeriod=100y', '-memory.allowedBytes=256MB'], { stdio: 'ignore' });
  const ended = new Promise(resolve => server.once('exit', resolve));
  const stop = async () => {
    server.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };

  const importText = async (file, instance) => {
    const body = await readFile(file);
    if (body.length === 0) throw new Error(`${file} is empty`);
    const response = await fetch(`${url}/api/v1/import/prometheus?extra_label=${encodeURIComponent(`instance=${instance}`)}`, { method: 'POST', body });
    if (!response.ok) throw new Error(`VictoriaMetrics: ${response.status} ${await response.text()}`);
    // What was written a moment ago can be found only after this.
    await fetch(`${url}/internal/force_flush`);
  };

  const ask = async (expression, { fromMs, toMs, stepMs }) => {
    const span = { query: expression, start: fromMs / 1_000, end: toMs / 1_000, step: stepMs / 1_000, nocache: 1 };
    const response = await fetch(`${url}/api/v1/query_range`, { method: 'POST', body: new URLSearchParams(span) });
    const answer = await response.json();
    if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`);
    return answer;
  };

  for (let tries = 0; ; tries++) {
    try {
      if ((await fetch(`${url}/health`)).ok) break;
    } catch (error) {
      if (tries > 600) { await stop(); throw error; }
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }

  return { url, ask, importText, stop };
}
