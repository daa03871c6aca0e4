// Starts and kills a real marea server on a folder of its own.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const START_LIMIT = 60_000;

/** The binary under test; a missing one is an error, never a test left out. */
export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), '.cache', 'marea-target');
  const path = process.env.MAREA_BIN ?? join(target, 'release', 'marea');
  if (existsSync(path)) return path;
  throw new Error(`there is no marea binary at ${path}: run \`cargo build --release\` first, or set MAREA_BIN`);
}

/** The tests post orders of "now" and look at "today", so the shop must not be about to change its
 * day: in the last minutes before midnight in Madrid, the shop stands in Lisbon. */
export function timeZone(now = new Date()) {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Madrid', hour: '2-digit', hourCycle: 'h23' });
  const lateInMadrid = hour.format(now) === '23' && now.getUTCMinutes() >= 45;
  return lateInMadrid ? 'Europe/Lisbon' : 'Europe/Madrid';
}

export class Server {
  #child = null;
  url = null;

  constructor(folder) {
    this.folder = folder;
  }

  /** A server on a new, empty folder. */
  static async start() {
    const server = new Server(await mkdtemp(join(tmpdir(), 'marea-browser-')));
    await server.listen('127.0.0.1:0');
    return server;
  }

  async listen(address) {
    const shop = ['--shop-name', 'Browser test shop', '--time-zone', timeZone(), '--currency', 'EUR'];
    this.#child = spawn(binary(), ['serve', '--data', this.folder, '--listen', address, ...shop]);
    this.url = await announcedUrl(this.#child);
  }

  /** Ends the server as a power cut would. */
  async kill() {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** Starts it again on the same folder and the same port. */
  async restart() {
    await this.listen(new URL(this.url).host);
  }

  async remove() {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Posts events and gives the answer; anything not accepted is an error. */
  async post(...events) {
    const response = await fetch(`${this.url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`events were refused with ${response.status}: ${text}`);
    const answer = JSON.parse(text);
    if (answer.accepted !== events.length) throw new Error(`not all events were accepted: ${text}`);
    return answer;
  }
}

/** Waits for the line in which the server says where it listens. */
function announcedUrl(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why) => reject(new Error(`marea serve ${why}. It said:\n${said}`));
    const timer = setTimeout(() => fail(`did not listen within ${START_LIMIT / 1000} s`), START_LIMIT);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => fail(`ended (${signal ?? code}) before it listened`));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const url = /listening on (http:\/\/\S+)/.exec(said)?.[1];
      if (!url) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}
