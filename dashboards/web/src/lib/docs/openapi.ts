// The API's own description, turned into what the page lists.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: (string | number)[];
  format?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
  allOf?: Schema[];
  minimum?: number;
  maximum?: number;
  default?: unknown;
  description?: string;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}

interface Content {
  schema?: Schema;
  example?: unknown;
}

interface Reply {
  description: string;
  content?: Record<string, Content>;
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: { description?: string; content: Record<string, Content> };
  responses: Record<string, Reply>;
}

export interface ApiDocument {
  info: { version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** A route as the page shows it; a HEAD stands beside its GET. */
export interface Route {
  methods: string;
  path: string;
  operation: Operation;
}

export interface Group {
  name: string;
  description: string;
  routes: Route[];
}

/** The routes by what they are about, in the order in which the document names the subjects. */
export function groups(document: ApiDocument): Group[] {
  const routes = Object.entries(document.paths).flatMap(([path, operations]) => routesOf(path, operations));
  const of = (name: string) => routes.filter(({ operation }) => operation.tags.includes(name));
  return document.tags.map((tag) => ({ ...tag, routes: of(tag.name) })).filter(({ routes }) => routes.length > 0);
}

function routesOf(path: string, operations: Record<string, Operation>): Route[] {
  const hasHead = 'head' in operations;
  return Object.entries(operations)
    .filter(([method]) => method !== 'head')
    .map(([method, operation]) => ({
      methods: method === 'get' && hasHead ? 'GET HEAD' : method.toUpperCase(),
      path,
      operation,
    }));
}

/** What a value may be, in words. */
export function words(schema: Schema | undefined): string {
  if (!schema) return 'anything';
  if (schema.$ref) return schema.$ref.replace('#/components/schemas/', '');
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.oneOf) return schema.oneOf.map(words).join(', or ');
  if (schema.allOf) return schema.allOf.map(words).join(' with ');
  const types = [schema.type ?? []].flat();
  if (types.includes('array')) return `list of ${words(schema.items)}`;
  const kind = types.join(' or ') || 'anything';
  return [kind, schema.format, bounds(schema)].filter(Boolean).join(', ');
}

function bounds({ minimum, maximum, default: usual }: Schema): string {
  const least = minimum === undefined ? '' : `from ${minimum}`;
  const most = maximum === undefined ? '' : `to ${maximum}`;
  const otherwise = usual === undefined ? '' : `else ${String(usual)}`;
  return [least, most, otherwise].filter(Boolean).join(' ');
}

export interface Field {
  name: string;
  kind: string;
  about: string;
}

/** The fields of an object, one a row. */
export function fields(schema: Schema): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, it]) => ({
    name,
    kind: words(it),
    about: [it.description, required.has(name) ? '' : 'may be left out'].filter(Boolean).join('; '),
  }));
}
