// Who the reader is to the server: a key, traded for a cookie that no script can read.

const SESSION = '/api/v1/session';

export interface Refusal {
  code: string;
  detail: string;
}

/** Why the server does not let this page in; nothing where it does, or where it cannot be asked. */
export async function whyRefused(): Promise<Refusal | null> {
  const response = await ask('GET');
  if (!response || response.status === 404) return null;
  return response.ok ? withoutScope(await response.json()) : refusal(response);
}

/** Trades a key for the cookie; gives why that was refused. */
export async function signIn(key: string): Promise<Refusal | null> {
  const response = await ask('POST', JSON.stringify({ key }));
  if (!response) return { code: 'unreachable', detail: 'The server does not answer. Try again in a moment.' };
  return response.ok ? withoutScope(await response.json()) : refusal(response);
}

/** Gives the cookie back. */
export async function signOut(): Promise<void> {
  await ask('DELETE');
}

/** The name of the key that the reader signed in with; nothing where no key is asked for. */
export async function signedInAs(): Promise<string | null> {
  const response = await ask('GET');
  if (!response?.ok) return null;
  const { name } = (await response.json()) as Asker;
  return name === 'anonymous' ? null : name;
}

/** What is said about a refusal to somebody who looks at the page. */
export function worded({ code, detail }: Refusal): string {
  switch (code) {
    case 'no_key':
      return '';
    case 'malformed_key':
      return 'This is no key: a character is wrong, missing or too many.';
    case 'unknown_key':
      return 'The server does not know this key.';
    case 'expired_key':
      return 'This key has ended. Ask for a new one.';
    case 'revoked_key':
      return 'This key was revoked. Ask for a new one.';
    default:
      return detail;
  }
}

interface Asker {
  name: string;
  scopes: string[];
}

/** A server that is not there answers nothing. */
async function ask(method: string, body: string | null = null): Promise<Response | null> {
  try {
    return await fetch(SESSION, { method, body, headers: { 'content-type': 'application/json' }, cache: 'no-store' });
  } catch {
    return null;
  }
}

/** A key may be valid and yet not enough for what the page shows. */
function withoutScope({ name, scopes }: Asker): Refusal | null {
  if (scopes.includes('read') || scopes.includes('admin')) return null;
  return { code: 'missing_scope', detail: `The key ${name} may not show this page: it lacks the scope read.` };
}

/** Only a refusal says that a key is wanted; any other failure passes by itself. */
async function refusal(response: Response): Promise<Refusal | null> {
  if (![400, 401, 403, 429].includes(response.status)) return null;
  const { code, detail } = (await response.json()) as Refusal;
  return { code, detail };
}
