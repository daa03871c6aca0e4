"""Reads one table of the lake with DuckDB's own Delta reader and prints what it finds as JSON.

Usage: read_lake.py FOLDER_OF_TABLE NAME_OF_TABLE
"""

import json
import sys

import duckdb
from duckdb_extensions import import_extension

FIGURES = {
    "order_lines": "sum(quantity * unit_price)",
    "stock_movements": "sum(on_hand_change) + sum(committed_change)",
}

folder, table = sys.argv[1:3]
import_extension("delta")
connection = duckdb.connect()
connection.execute("LOAD delta")
rows, newest, figure = connection.execute(
    f"SELECT count(*), max(lsn), {FIGURES.get(table, 'sum(lsn)')} FROM delta_scan(?)", [folder]
).fetchone()
print(json.dumps({"rows": rows, "newest": newest, "sum": str(figure)}))
