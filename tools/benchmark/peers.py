#!/usr/bin/env python3
"""Measures a store of events of somebody else's: postgres, umadb or eventsourcing.

Prints one JSON object as its last line. The same durability as ours: a commit is on disk before the call comes
back. What is missing is installed: Debian's PostgreSQL 15, the rest from PyPI into a folder of its own.
"""
import argparse
import importlib.metadata
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid

POSTGRES = "/usr/lib/postgresql/15/bin"
PACKAGES = {"postgres": ["psycopg[binary]"], "umadb": ["umadb"], "eventsourcing": ["eventsourcing"]}


def equip(peer):
    """Starts this script again inside a folder of Python packages that has what the peer needs."""
    home = os.path.join(os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "counterfoil-bench", peer)
    python = os.path.join(home, "bin", "python")
    if sys.prefix == home:
        return home
    if not os.path.exists(os.path.join(home, "ready")):
        subprocess.run([sys.executable, "-m", "venv", home], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([python, "-m", "pip", "-q", "install", *PACKAGES[peer]], check=True, stdout=subprocess.DEVNULL)
        open(os.path.join(home, "ready"), "w").close()
    os.execv(python, [python, *sys.argv])


def install_postgres():
    if not os.path.exists(POSTGRES + "/initdb"):
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", "postgresql-15"], check=True,
                       stdout=subprocess.DEVNULL)


def size_of(folder):
    return sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(folder) for name in names)


def p99(times):
    return sorted(times)[min(len(times) - 1, len(times) * 99 // 100)] * 1000


def measured(store, events, single, batch, questions):
    """All measures of a store that has append(list), replay() -> count, history(stream, n), size()."""
    figures = {}
    start = time.perf_counter()
    for event in events[:single]:
        store.append([event])
    figures["single"] = single / (time.perf_counter() - start)
    rest = events[single:]
    start = time.perf_counter()
    for first in range(0, len(rest), batch):
        store.append(rest[first:first + batch])
    figures["burst"] = len(rest) / (time.perf_counter() - start)
    start = time.perf_counter()
    count = store.replay()
    figures["replay"] = count / (time.perf_counter() - start)
    assert count == len(events), f"{count} of {len(events)} events came back"
    for name, length in (("history20", 20), ("history200", 200)):
        times = []
        for question in range(questions):
            stream = events[question * 977 % len(events)]["stream"]
            start = time.perf_counter()
            store.history(stream, length)
            times.append(time.perf_counter() - start)
        figures[name] = p99(times)
    figures["size"] = store.size() / len(events)
    return figures


class Postgres:
    """One table with an index along each record's history, synchronous_commit on, by COPY-free inserts of psycopg."""

    def __init__(self, folder):
        import psycopg
        install_postgres()
        self.data = os.path.join(folder, "postgres")
        os.makedirs(self.data)
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(self.data, "postgres", "postgres")
            for parent in (folder, os.path.dirname(folder)):
                os.chmod(parent, 0o755)
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres")
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.data + "/log", "-o",
                 f"-c listen_addresses='' -c unix_socket_directories={self.data}", "start")
        self.connection = psycopg.connect(host=self.data, user="postgres", dbname="postgres")
        with self.connection.cursor() as cursor:
            cursor.execute("CREATE TABLE events (seq bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), "
                           "kind text NOT NULL, stream text NOT NULL, body json NOT NULL)")
            cursor.execute("CREATE INDEX events_by_stream ON events (stream, seq)")
        self.connection.commit()

    def run(self, program, *arguments):
        subprocess.run([*self.user, f"{POSTGRES}/{program}", *arguments], check=True, stdout=subprocess.DEVNULL)

    def append(self, events):
        with self.connection.cursor() as cursor:
            cursor.executemany("INSERT INTO events (kind, stream, body) VALUES (%s, %s, %s)",
                               [(event["kind"], event["stream"], event["text"]) for event in events])
        self.connection.commit()

    def replay(self):
        with self.connection.cursor(name="replay") as cursor:
            cursor.itersize = 5_000
            cursor.execute("SELECT seq, at, kind, stream, body::text FROM events ORDER BY seq")
            return sum(1 for _ in cursor)

    def history(self, stream, length):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT seq, body::text FROM events WHERE stream = %s ORDER BY seq DESC LIMIT %s",
                           (stream, length))
            cursor.fetchall()

    def size(self):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('events')")
            return cursor.fetchone()[0]

    def close(self):
        self.connection.close()
        self.run("pg_ctl", "-D", self.data, "-m", "fast", "stop")


class UmaDB:
    """The server of the package beside this process, on a free port."""

    def __init__(self, folder):
        import umadb
        self.umadb = umadb
        self.data = os.path.join(folder, "umadb")
        os.makedirs(self.data)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.server = subprocess.Popen(
            [os.path.join(sys.prefix, "bin", "umadb"), "--listen", f"127.0.0.1:{port}", "--db-path",
             os.path.join(self.data, "uma.db")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self.client = umadb.Client(f"http://127.0.0.1:{port}")
                self.client.head()
                return
            except Exception:
                time.sleep(0.05)
        raise SystemExit("the server of UmaDB did not start")

    def append(self, events):
        self.client.append([self.umadb.Event(event["kind"], event["text"].encode(), [event["stream"]])
                            for event in events])

    def replay(self):
        return sum(1 for _ in self.client.read())

    def history(self, stream, length):
        query = self.umadb.Query([self.umadb.QueryItem(tags=[stream])])
        list(self.client.read(query, backwards=True, limit=length))

    def size(self):
        return size_of(self.data)

    def close(self):
        self.server.kill()
        self.server.wait()


class EventSourcing:
    """The library's recorder on SQLite with its own settings (WAL), synchronous=FULL as SQLite has it by default."""

    def __init__(self, folder):
        from eventsourcing.persistence import StoredEvent
        from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
        self.event = StoredEvent
        self.data = os.path.join(folder, "eventsourcing")
        os.makedirs(self.data)
        self.recorder = SQLiteApplicationRecorder(SQLiteDatastore(os.path.join(self.data, "events.sqlite")))
        self.recorder.create_table()
        self.versions = {}

    def id(self, stream):
        return uuid.uuid5(uuid.NAMESPACE_URL, stream)

    def append(self, events):
        stored = []
        for event in events:
            version = self.versions[event["stream"]] = self.versions.get(event["stream"], 0) + 1
            stored.append(self.event(self.id(event["stream"]), version, event["kind"], event["text"].encode()))
        self.recorder.insert_events(stored)

    def replay(self):
        count, start = 0, 1
        while True:
            page = self.recorder.select_notifications(start, 5_000)
            if not page:
                return count
            count += len(page)
            start = page[-1].id + 1

    def history(self, stream, length):
        self.recorder.select_events(self.id(stream), desc=True, limit=length)

    def size(self):
        return size_of(self.data)

    def close(self):
        pass


def version(peer):
    if peer != "postgres":
        return importlib.metadata.version(peer)
    install_postgres()
    told = subprocess.run([POSTGRES + "/postgres", "--version"], check=True, capture_output=True, text=True).stdout
    return told.split()[2]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=sorted(PACKAGES))
    parser.add_argument("--version", action="store_true", help="only print which version it is")
    parser.add_argument("--events", help="JSON Lines: kind, stream, body")
    parser.add_argument("--folder", help="where the store lies")
    parser.add_argument("--single", type=int, default=1_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--questions", type=int, default=400)
    arguments = parser.parse_args()
    equip(arguments.peer)
    if arguments.version:
        print(version(arguments.peer))
        return
    events = []
    with open(arguments.events, encoding="utf-8") as lines:
        for line in lines:
            head, _, body = line.partition('"body":')
            event = json.loads(head + '"body":null}')
            event["text"] = body.rstrip("\n")[:-1]
            events.append(event)
    store = {"postgres": Postgres, "umadb": UmaDB, "eventsourcing": EventSourcing}[arguments.peer](arguments.folder)
    try:
        figures = measured(store, events, arguments.single, arguments.batch, arguments.questions)
    finally:
        store.close()
    print(json.dumps(figures))


main()
