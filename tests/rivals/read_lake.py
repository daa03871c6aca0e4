"""Reads one table of the lake with another engine's own reader of Delta tables and prints what it
finds as JSON.

Usage: read_lake.py ENGINE FOLDER_OF_TABLE NAME_OF_TABLE, where ENGINE is duckdb, polars or
deltalake. An engine that is not installed ends with exit code 3.
"""

import json
import sys

FIGURES = {
    "order_lines": "sum(quantity * unit_price)",
    "stock_movements": "sum(on_hand_change) + sum(committed_change)",
    "payments": "sum(amount)",
}
COLUMNS = {
    "order_lines": ["quantity", "unit_price"],
    "stock_movements": ["on_hand_change", "committed_change"],
    "payments": ["amount"],
}


def by_duckdb(folder, table):
    import duckdb
    from duckdb_extensions import import_extension

    import_extension("delta")
    connection = duckdb.connect()
    connection.execute("LOAD delta")
    figure = FIGURES.get(table, "sum(lsn)")
    query = f"SELECT count(*), max(lsn), {figure} FROM delta_scan(?)"
    return connection.execute(query, [folder]).fetchone()


def by_polars(folder, table):
    import polars

    frame = polars.read_delta(folder, columns=["lsn", *COLUMNS.get(table, [])])
    # Added up in Python: the product of two decimals has more digits than polars keeps.
    lists = [frame[name].to_list() for name in COLUMNS.get(table, ["lsn"])]
    if table == "order_lines":
        figure = sum(quantity * price for quantity, price in zip(*lists))
    else:
        figure = sum(sum(values) for values in lists)
    return frame.height, frame["lsn"].max(), figure


def by_deltalake(folder, table):
    from deltalake import DeltaTable, QueryBuilder

    figure = FIGURES.get(table, "sum(lsn)")
    query = f"""SELECT cast(count(*) AS varchar) AS rows, cast(max(lsn) AS varchar) AS newest,
        cast({figure} AS varchar) AS figure FROM told"""
    batches = QueryBuilder().register("told", DeltaTable(folder)).execute(query).read_all()
    return [batches.column(name)[0].as_py() for name in ("rows", "newest", "figure")]


ENGINES = {"duckdb": by_duckdb, "polars": by_polars, "deltalake": by_deltalake}

engine, folder, table = sys.argv[1:4]
try:
    rows, newest, figure = ENGINES[engine](folder, table)
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(3)
print(json.dumps({"rows": int(rows), "newest": int(newest), "sum": str(figure)}))
