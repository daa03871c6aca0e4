"""Runs queries in DuckDB over the lake that a store has sealed, and prints their answers.

Usage: run_queries.py < JOB

A job is JSON: `tables`, the folder of each table of the lake by its name, `zone`, in which instants
are cut, and `queries`. Of each query one line of JSON is printed: `rows`, or the `error`.
"""

import datetime
import decimal
import json
import sys

import duckdb
from duckdb_extensions import import_extension


def text(cell):
    """A cell as JSON that loses nothing: what is no text, truth or null becomes text."""
    if cell is None or isinstance(cell, (bool, str)):
        return cell
    if isinstance(cell, (datetime.date, datetime.datetime)):
        return cell.isoformat()
    if isinstance(cell, decimal.Decimal):
        return format(cell, "f")
    if isinstance(cell, (int, float)):
        return str(cell)
    raise TypeError(f"no text of {cell!r}")


def connect(tables, zone):
    import_extension("delta")
    connection = duckdb.connect()
    connection.execute("LOAD delta")
    connection.execute(f"SET TimeZone = '{zone}'")
    for name, folder in tables.items():
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM delta_scan(?)", [folder])
    return connection


def answer(connection, query):
    try:
        rows = connection.execute(query).fetchall()
        return {"rows": [[text(cell) for cell in row] for row in rows]}
    except duckdb.Error as error:
        return {"error": str(error)}


job = json.load(sys.stdin)
connection = connect(job["tables"], job["zone"])
for query in job["queries"]:
    print(json.dumps(answer(connection, query)))
