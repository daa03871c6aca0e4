import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SILENCE_LIMIT } from './connection';
import { LiveBoard } from './live.svelte';
import { sampleBoard } from './testing/sample_board';

/** An event stream whose server is the test. */
class FakeStream extends EventTarget {
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static opened: FakeStream[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeStream.opened.push(this);
  }

  send(event: 'snapshot' | 'delta', data: unknown): void {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    this.dispatchEvent(new MessageEvent(event, { data: text }));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.();
  }

  close(): void {
    this.readyState = FakeStream.CLOSED;
  }
}

let live: LiveBoard;
let stop: () => void;
const stream = () => FakeStream.opened.at(-1) as FakeStream;

beforeEach(() => {
  vi.useFakeTimers();
  FakeStream.opened = [];
  vi.stubGlobal('EventSource', FakeStream);
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('window', new EventTarget());
  live = new LiveBoard('/api/v1/live');
  stop = live.start();
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a snapshot makes it live and deltas change the board', () => {
  stream().send('snapshot', sampleBoard());
  expect(live.connection).toEqual({ phase: 'live' });
  stream().send('delta', { lsn: 4712, as_of: '2026-11-21T22:35:00Z', low_stock: [] });
  expect(live.board?.lsn).toBe(4712);
});

test('a message that cannot be read leaves the last good board and is told until a snapshot comes', () => {
  stream().send('snapshot', sampleBoard());
  stream().send('delta', '{"lsn": 4712');
  expect(live.board?.lsn).toBe(4711);
  expect(live.problem).not.toBeNull();
  stream().send('delta', { lsn: 4713, as_of: '2026-11-21T22:35:00Z' });
  expect(live.problem).not.toBeNull();
  stream().send('snapshot', sampleBoard({ lsn: 4714 }));
  expect(live.problem).toBeNull();
});

test('a delta before the first snapshot is told', () => {
  stream().send('delta', { lsn: 1, as_of: '2026-11-21T22:35:00Z' });
  expect(live.problem).toBe('a change came before the first whole board');
});

test('a snapshot of a server that was set back is taken as it is', () => {
  stream().send('snapshot', sampleBoard());
  stream().send('snapshot', sampleBoard({ lsn: 3 }));
  expect(live.board?.lsn).toBe(3);
});

test('a dropped line is left to the browser, which opens it again', () => {
  stream().send('snapshot', sampleBoard());
  stream().fail(0);
  expect(live.connection).toEqual({ phase: 'reconnecting', attempts: 1 });
  vi.advanceTimersByTime(60_000);
  expect(FakeStream.opened).toHaveLength(1);
  stream().send('snapshot', sampleBoard());
  expect(live.connection).toEqual({ phase: 'live' });
});

test('a line the browser gave up is opened again, ever slower', () => {
  stream().fail(FakeStream.CLOSED);
  vi.advanceTimersByTime(499);
  expect(FakeStream.opened).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(FakeStream.opened).toHaveLength(2);
  stream().fail(FakeStream.CLOSED);
  vi.advanceTimersByTime(999);
  expect(FakeStream.opened).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(FakeStream.opened).toHaveLength(3);
});

test('a line that went silent is opened again', () => {
  stream().send('snapshot', sampleBoard());
  vi.advanceTimersByTime(SILENCE_LIMIT - 5000);
  expect(FakeStream.opened).toHaveLength(1);
  vi.advanceTimersByTime(10_000);
  expect(FakeStream.opened).toHaveLength(2);
  expect(live.connection.phase).toBe('reconnecting');
});

test('after the end nothing is opened any more', () => {
  stream().fail(FakeStream.CLOSED);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(FakeStream.opened).toHaveLength(1);
});

test('a page that is let in no more shows no figures, and goes on after signing in', async () => {
  stop();
  const refused = { code: 'revoked_key', detail: 'revoked' };
  live = new LiveBoard('/api/v1/live', async () => refused);
  stop = live.start();
  stream().send('snapshot', sampleBoard());
  stream().fail(FakeStream.CLOSED);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(live.refused).toEqual(refused);
  expect(live.board).toBeNull();
  const opened = FakeStream.opened.length;
  live.signedIn();
  expect(live.refused).toBeNull();
  expect(FakeStream.opened).toHaveLength(opened + 1);
});
