// The state of the line to the server, as a pure function of what happened to it. EventSource
// retries by itself after a broken connection, and gives up for good after an answer that is not a
// stream (a proxy's 502, a server that is still recovering), so giving up is a step here too.

export type Connection =
  | { phase: 'connecting' }
  | { phase: 'live' }
  | { phase: 'reconnecting'; attempts: number };

export type Happening = 'opened' | 'message' | 'dropped' | 'gave up' | 'went silent';

export function next(connection: Connection, happening: Happening): Connection {
  switch (happening) {
    case 'message':
      return connection.phase === 'live' ? connection : { phase: 'live' };
    case 'opened':
      // An open line that has said nothing yet shows nothing yet: the snapshot makes it live.
      return connection;
    case 'dropped':
    case 'gave up':
    case 'went silent': {
      const before = connection.phase === 'reconnecting' ? connection.attempts : 0;
      return { phase: 'reconnecting', attempts: before + 1 };
    }
  }
}

/** How long to wait before opening a line that gave up: doubling from half a second, so that a
 * short restart is hardly seen, up to eight seconds, so that a long one is not hammered. */
export function retryDelay(attempts: number): number {
  return Math.min(8000, 500 * 2 ** Math.min(attempts - 1, 10));
}

/** A line that says nothing for this long is taken for dead. The board of even a quiet shop changes
 * every minute, because its last hour does. */
export const SILENCE_LIMIT = 150_000;
