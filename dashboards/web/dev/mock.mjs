#!/usr/bin/env node
// A stand-in for the server while the page is being developed: it speaks the same routes and takes
// the same arguments as `marea serve`, and makes up the figures. Nothing of it is shipped.
//
//   npm run build && node dev/mock.mjs serve --listen 127.0.0.1:7071 --scenario demo
//
// Scenarios: demo, empty, loading, computing, no-forecast, unreadable, undrawable, unavailable.

import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { MockShop } from './mock_shop.mjs';

const { values: options } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    listen: { type: 'string', default: '127.0.0.1:7071' },
    'shop-name': { type: 'string', default: 'Casa Marea' },
    'time-zone': { type: 'string', default: 'Europe/Madrid' },
    currency: { type: 'string', default: 'EUR' },
    scenario: { type: 'string' },
  },
});
const scenario = options.scenario ?? (options.data ? 'empty' : 'demo');
const dist = join(import.meta.dirname, '..', 'dist');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const shop = new MockShop(
  { name: options['shop-name'], time_zone: options['time-zone'], currency: options.currency },
  scenario,
);
const journal = options.data ? join(options.data, 'mock-events.json') : null;
if (journal && existsSync(journal)) shop.take(JSON.parse(readFileSync(journal, 'utf8')));

const streams = new Set();

function write(stream, event, board, sections = Object.keys(board)) {
  const body = Object.fromEntries(sections.map((section) => [section, board[section]]));
  stream.write(`id: ${board.lsn}\nevent: ${event}\ndata: ${JSON.stringify(body)}\n\n`);
}

/** Sends each reader the sections that differ from what was sent last. */
let sent = shop.board();
function publish() {
  const board = shop.board();
  const changed = Object.keys(board).filter((key) => JSON.stringify(board[key]) !== JSON.stringify(sent[key]));
  sent = board;
  const sections = [...new Set(['lsn', 'as_of', ...changed])];
  if (!changed.some((key) => key !== 'as_of')) return;
  for (const stream of streams) write(stream, 'delta', board, sections);
}

function live(request, response) {
  if (scenario === 'unavailable') return response.writeHead(503).end();
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 1000\n\n');
  write(response, 'snapshot', shop.board());
  streams.add(response);
  request.on('close', () => streams.delete(response));
  if (scenario === 'undrawable') {
    const today = { ...shop.board().today, revenue: 'a lot' };
    response.write(`event: delta\ndata: ${JSON.stringify({ lsn: 2e9, as_of: new Date().toISOString(), today })}\n\n`);
  }
  if (scenario === 'unreadable') response.write('event: delta\ndata: {"lsn": 9999, "as_of": "x", "today": []}\n\n');
}

async function events(request, response) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = JSON.parse(text);
  shop.take(Array.isArray(body) ? body : [body]);
  if (journal) {
    mkdirSync(options.data, { recursive: true });
    writeFileSync(journal, JSON.stringify(shop.taken));
  }
  publish();
  const accepted = Array.isArray(body) ? body.length : 1;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ accepted, duplicates: 0, rejected: [], lsn: shop.lsn }));
}

function asset(path, response) {
  const file = join(dist, normalize(path === '/' ? '/index.html' : path));
  if (!file.startsWith(dist) || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://mock');
  if (pathname === '/api/v1/live') return live(request, response);
  if (pathname === '/api/v1/events' && request.method === 'POST') return void events(request, response);
  if (pathname === '/api/v1/session') {
    return response.writeHead(200).end(JSON.stringify({ name: 'anonymous', scopes: ['admin'] }));
  }
  asset(pathname, response);
});

const colon = options.listen.lastIndexOf(':');
const host = options.listen.slice(0, colon);
server.listen(Number(options.listen.slice(colon + 1)), host, () => {
  console.log(`listening on http://${host}:${server.address().port}`);
});

setInterval(() => {
  shop.tick();
  publish();
}, 700);
setInterval(() => streams.forEach((stream) => stream.write(': keep-alive\n\n')), 15_000);
process.on('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => process.exit(0));
