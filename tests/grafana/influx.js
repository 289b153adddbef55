// A real InfluxDB 1.x on a free port with temporary data.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.js';

/** Starts the server; ask runs a statement on its one database, write takes a file of line protocol, post a text of it. */
export async function startInflux() {
  const folder = await mkdtemp(join(tmpdir(), 'liqmon-influx-'));
  const port = await freePort();
  const config = join(folder, 'influxdb.conf');
  await writeFile(config, `
reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
dir = "${folder}/meta"
[data]
dir = "${folder}/data"
wal-dir = "${folder}/wal"
query-log-enabled = false
[monitor]
store-enabled = false
[subscriber]
enabled = false
[continuous_queries]
enabled = false
[http]
bind-address = "127.0.0.1:${port}"
log-enabled = false
`);
  const server = spawn('influxd', ['-config', config], { stdio: 'ignore' });
  const ended = new Promise(resolve => server.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    server.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };

  const ask = async (statement, database = 'liqmon') => {
    const response = await fetch(`${url}/query?db=${database}&epoch=ms`, { method: 'POST', body: new URLSearchParams({ q: statement }) });
    const answer = await response.json();
    const error = answer.error ?? answer.results?.find(result => result.error)?.error;
    if (error) throw new Error(`${statement}: ${error}`);
    return answer;
  };

  const post = async body => {
    const response = await fetch(`${url}/write?db=liqmon&precision=ns`, { method: 'POST', body });
    if (response.status !== 204) throw new Error(`InfluxDB: ${response.status} ${await response.text()}`);
  };

  const write = async file => {
    const handle = await open(file);
    let lines = [];
    const send = async () => {
      await post(lines.join('\n'));
      lines = [];
    };
    for await (const line of handle.readLines()) {
      if (lines.push(line) >= 20_000) await send();
    }
    if (lines.length) await send();
  };

  for (let tries = 0; ; tries++) {
    try {
      if ((await fetch(`${url}/ping`)).status === 204) break;
    } catch (error) {
      if (tries > 600) { await stop(); throw error; }
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }

  await ask('CREATE DATABASE liqmon', '');
  return { url, folder, pid: server.pid, ask, post, write, stop };
}
