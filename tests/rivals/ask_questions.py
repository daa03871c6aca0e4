"""Asks DuckDB or ClickHouse (chDB) questions about the order lines of the lake, and times them.

Usage: ask_questions.py MODE ENGINE < JOB

ENGINE is duckdb or clickhouse. A job is JSON with `files`, the Parquet files of order_lines; the
last line printed is JSON:

ask       `questions`, each with `sql` and the `file` for its answer as CSV, and `runs`: of each
          question the milliseconds of each run, the first with the files out of the cache
together  `questions` and `clients`: questions answered in a second to so many at once (DuckDB)
export    `sql`: how its rows come as Arrow batches (DuckDB)
"""

import json
import sys
import threading
import time

from forget_files import forget


class DuckDb:
    def __init__(self, files):
        import duckdb

        self.connection = duckdb.connect()
        self.connection.execute("SET TimeZone = 'UTC'")
        names = ", ".join(f"'{name}'" for name in files)
        view = f"CREATE VIEW order_lines AS SELECT * FROM read_parquet([{names}])"
        self.connection.execute(view)

    def ask(self, sql):
        return self.connection.execute(sql).fetchall()

    def write(self, sql, file):
        self.connection.execute(f"COPY ({sql}) TO '{file}' (FORMAT csv, HEADER)")


class ClickHouse:
    def __init__(self, files):
        from chdb.session import Session

        self.session = Session()
        self.session.query("CREATE DATABASE lake ENGINE = Atomic")
        self.session.query("USE lake")
        folder = files[0].rsplit("/", 1)[0]
        names = ",".join(name[len(folder) + 1 :] for name in files)
        source = f"file('{folder}/{{{names}}}', Parquet)"
        self.session.query(f"CREATE VIEW order_lines AS SELECT * FROM {source}")

    def ask(self, sql):
        return self.session.query(sql, "CSVWithNames").bytes()

    def write(self, sql, file):
        with open(file, "wb") as out:
            out.write(self.ask(sql))


def milliseconds(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def ask(engine, job):
    took = []
    for question in job["questions"]:
        sql = question["sql"]
        forget(job["files"])
        took.append([milliseconds(lambda: engine.ask(sql)) for _ in range(job["runs"])])
        engine.write(sql, question["file"])
    return took


def together(engine, job):
    questions = job["questions"]

    def client(number):
        connection = engine.connection.cursor()
        for place in range(len(questions)):
            sql = questions[(place + number * 3) % len(questions)]
            connection.execute(sql).fetchall()

    threads = [threading.Thread(target=client, args=(it,)) for it in range(job["clients"])]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return job["clients"] * len(questions) / (time.perf_counter() - start)


def peak_mebibytes():
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def export(engine, job):
    start = time.perf_counter()
    first, rows = None, 0
    relation = engine.connection.sql(job["sql"])
    for batch in relation.to_arrow_reader(100_000):
        first = first or (time.perf_counter() - start) * 1000
        rows += batch.num_rows
    seconds = time.perf_counter() - start
    return {"first": first, "rows": rows, "seconds": seconds, "memory": peak_mebibytes()}


MODES = {"ask": ask, "together": together, "export": export}
ENGINES = {"duckdb": DuckDb, "clickhouse": ClickHouse}

mode, name = sys.argv[1:3]
job = json.load(sys.stdin)
print(json.dumps(MODES[mode](ENGINES[name](job["files"]), job)))
