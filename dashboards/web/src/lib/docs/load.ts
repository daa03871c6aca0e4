// What the page shows, asked of the server.

import type { ApiDocument } from './openapi';

export interface Column {
  name: string;
  type: string;
  nullable: boolean;
  about: string;
}

export interface Table {
  name: string;
  kind: string;
  about: string;
  /** Of a view, the query that it is equal to. */
  sql: string | null;
  columns: Column[];
}

/** A reason that a reader can act on. */
export class Refused extends Error {}

async function json<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  const why = problem.detail ?? `the server said ${response.status}`;
  throw new Refused(response.status === 401 ? `${why} Sign in on the live page, then reload.` : why);
}

export function loadDocument(): Promise<ApiDocument> {
  return json<ApiDocument>('/openapi.json');
}

export async function loadTables(): Promise<Table[]> {
  return (await json<{ tables: Table[] }>('/api/v1/tables')).tables;
}

/** Tables and columns that have what is sought in their name or text. */
export function sought(tables: Table[], text: string): Table[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return tables;
  const has = ({ name, about }: { name: string; about: string }) => `${name} ${about}`.toLowerCase().includes(wanted);
  return tables
    .map((table) => (has(table) ? table : { ...table, columns: table.columns.filter(has) }))
    .filter((table) => table.columns.length > 0);
}
