// The same question from each tool, ready to be pasted: the address is the one of this server.

export interface Example {
  tool: string;
  text: string;
}

const SALES = `SELECT date, sum(net_base) AS net FROM revenue_daily GROUP BY date ORDER BY date`;

/** An address with the query in it, as every tool that reads a URL takes it: DuckDB takes a star for
 * a pattern of file names, and a quotation mark would end a text of SQL or of a shell. */
export function address(origin: string, form: string, sql: string): string {
  const hex = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return `${origin}/api/v1/sql.${form}?q=${encodeURIComponent(sql).replace(/[!'()*~]/g, hex)}`;
}

/** How the tools of an analyst ask this server. */
export function examples(origin: string): Example[] {
  const { host } = new URL(origin);
  return [
    {
      tool: 'curl',
      text: `curl '${origin}/api/v1/sql.csv?timezone=Europe/Madrid' \\
  --data-binary "${SALES}"

# A placeholder and its value; a type may be named.
curl -G '${origin}/api/v1/sql.json' \\
  --data-urlencode 'q=SELECT sku, sum(quantity) AS units FROM order_lines WHERE event_date >= $from GROUP BY sku' \\
  --data-urlencode 'param.from:date=2026-01-01'`,
    },
    {
      tool: 'DuckDB',
      text: `INSTALL httpfs; LOAD httpfs;
FROM read_parquet('${address(origin, 'parquet', SALES)}');`,
    },
    {
      tool: 'pandas',
      text: `import pandas

sales = pandas.read_parquet("${address(origin, 'parquet', SALES)}")`,
    },
    {
      tool: 'polars',
      text: `import polars

sales = polars.read_parquet("${address(origin, 'parquet', SALES)}")`,
    },
    {
      tool: 'Excel and Power BI (Power Query)',
      text: `let
  Source = Web.Contents("${origin}", [RelativePath = "api/v1/sql.csv",
    Query = [q = "${SALES}"]]),
  Sales = Table.PromoteHeaders(Csv.Document(Source, [Encoding = TextEncoding.Utf8]))
in
  Sales`,
    },
    {
      tool: 'R',
      text: `sales <- read.csv("${address(origin, 'csv', SALES)}")`,
    },
    {
      tool: 'marea',
      text: `marea sql "${SALES}" --server ${origin} --format parquet --out sales.parquet`,
    },
    {
      tool: 'With a key',
      text: `# In tools that know bearer tokens:
curl -H "Authorization: Bearer $MAREA_KEY" '${origin}/api/v1/tables'

# In others, as the password; Excel asks for it under "Basic".
curl -u "me:$MAREA_KEY" '${origin}/api/v1/tables'

# In DuckDB:
CREATE SECRET (TYPE http, BEARER_TOKEN '…', SCOPE 'http://${host}');`,
    },
  ];
}
