"""Reads an answer over HTTP with DuckDB's own Parquet reader, by ranges; prints what it finds as JSON.

Usage: read_result.py URL COLUMN
"""

import json
import sys

import duckdb
from duckdb_extensions import import_extension

url, column = sys.argv[1:3]
import_extension("httpfs")
connection = duckdb.connect()
connection.execute("LOAD httpfs")
rows, figure = connection.execute(
    f"SELECT count(*), sum({column}) FROM read_parquet(?)", [url]
).fetchone()
print(json.dumps({"rows": rows, "sum": str(figure)}))
