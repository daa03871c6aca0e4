// The one place where data enters the page: an event stream that is applied to the board.

import { applyDelta, parseBoard, parseDelta, type Board } from './board';
import type { Refusal } from './session';
import { next, retryDelay, SILENCE_LIMIT, type Connection, type Happening } from './connection';

export class LiveBoard {
  board = $state.raw<Board | null>(null);
  connection = $state.raw<Connection>({ phase: 'connecting' });
  /** What the server sent that could not be read, in words; nothing when all is well. */
  problem = $state.raw<string | null>(null);
  /** When the last message came, on the page's own steady clock. */
  heardAt = $state.raw<number | null>(null);

  /** Why the server lets this page in no more; nothing where it does. */
  refused = $state.raw<Refusal | null>(null);

  #url: string;
  #whyRefused: () => Promise<Refusal | null>;
  #stream: EventSource | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string, whyRefused: () => Promise<Refusal | null> = async () => null) {
    this.#url = url;
    this.#whyRefused = whyRefused;
  }

  /** Goes on after the reader signed in. */
  signedIn(): void {
    this.refused = null;
    this.#open();
  }

  /** Opens the line and keeps it open. The answer closes it. */
  start(): () => void {
    this.#open();
    const watch = setInterval(() => this.#reopenWhenSilent(), 5000);
    const wake = () => this.#reopenWhenSilent();
    const online = () => this.connection.phase === 'reconnecting' && !this.refused && this.#open();
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', online);
    return () => {
      clearInterval(watch);
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', online);
      this.#close();
    };
  }

  #open(): void {
    this.#close();
    const stream = new EventSource(this.#url);
    stream.onopen = () => this.#happened('opened');
    stream.onerror = () => this.#failed(stream);
    stream.addEventListener('snapshot', ({ data }) => this.#read(() => this.#fromSnapshot(data)));
    stream.addEventListener('delta', ({ data }) => this.#read(() => this.#withDelta(data)));
    this.#stream = stream;
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#stream?.close();
    this.#stream = null;
  }

  #happened(happening: Happening): void {
    this.connection = next(this.connection, happening);
  }

  #failed(stream: EventSource): void {
    const gaveUp = stream.readyState === EventSource.CLOSED;
    this.#happened(gaveUp ? 'gave up' : 'dropped');
    if (gaveUp && this.connection.phase === 'reconnecting') {
      this.#retry = setTimeout(() => this.#open(), retryDelay(this.connection.attempts));
      void this.#askWhy(stream);
    }
  }

  /** A stream does not tell with what status it was refused, so the server is asked. Who is let in
   * no more sees no figures either. */
  async #askWhy(stream: EventSource): Promise<void> {
    const refused = await this.#whyRefused();
    if (!refused || (this.#stream !== stream && this.#stream?.readyState === EventSource.OPEN)) return;
    this.#close();
    this.board = null;
    this.refused = refused;
  }

  /** Only a whole board mends a problem: after a change that was lost, the next change does not
   * bring it back. */
  #fromSnapshot(text: string): Board {
    const board = parseBoard(text);
    this.problem = null;
    return board;
  }

  #withDelta(text: string): Board {
    const delta = parseDelta(text);
    if (!this.board) throw new Error('a change came before the first whole board');
    return applyDelta(this.board, delta);
  }

  /** A message that cannot be read leaves the last good board in place and says so. */
  #read(parse: () => Board): void {
    try {
      this.board = parse();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.heardAt = performance.now();
    this.#happened('message');
  }

  #reopenWhenSilent(): void {
    if (this.connection.phase !== 'live' || this.heardAt === null) return;
    if (performance.now() - this.heardAt < SILENCE_LIMIT) return;
    this.#happened('went silent');
    this.#open();
  }
}
