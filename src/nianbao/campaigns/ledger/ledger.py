"""The table of events in SQLite: append-only, each row bound to the one before by its hash."""

from __future__ import annotations

import contextlib
import datetime
import getpass
import json
import secrets
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from nianbao.campaigns.ledger.canonical import body_text, event_hash, first_link, sha256, short_head
from nianbao.campaigns.ledger.durable import nobody
from nianbao.campaigns.ledger.events import VERSION, Event, EventKind, NewEvent
from nianbao.campaigns.ledger.projections import rows_of
from nianbao.errors import OutputError, UsageError
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

_ = Domain("nianbao")
NAME: Final = "ledger.sqlite"
COLUMNS: Final = ("seq", "at", "kind", "v", "by", "source", "agency", "body", "body_sha256", "prev", "hash")
# Erasing sets a body to NULL and changes nothing else: the chain binds a body only by its hash, so it stays valid.
SCHEMA: Final = (
    """CREATE TABLE event (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, v INTEGER NOT NULL,
 "by" TEXT NOT NULL, source TEXT NOT NULL, agency TEXT, body TEXT, body_sha256 TEXT NOT NULL, prev TEXT NOT NULL,
 hash TEXT NOT NULL UNIQUE) STRICT""",
    """CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
    """CREATE TRIGGER event_stands BEFORE UPDATE ON event WHEN NOT (NEW.body IS NULL AND NEW.seq = OLD.seq
 AND NEW.at = OLD.at AND NEW.kind = OLD.kind AND NEW.v = OLD.v AND NEW."by" = OLD."by" AND NEW.source = OLD.source
 AND NEW.agency IS OLD.agency AND NEW.body_sha256 = OLD.body_sha256 AND NEW.prev = OLD.prev AND NEW.hash = OLD.hash)
 BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
    "CREATE TABLE projection (sort TEXT NOT NULL, key TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (sort, key)) STRICT",
)
_PRAGMAS: Final = (
    "journal_mode=DELETE", "synchronous=EXTRA", "busy_timeout=10000", "trusted_schema=OFF", "foreign_keys=ON",
    "secure_delete=ON",
)  # fmt: skip


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def user_of_system() -> str:
    """Return the name of the user of this computer; empty if the system does not reveal it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def opening_of(folder: Path) -> Mapping[str, Any] | None:
    """Return the body of the first event of a ledger in a folder, empty if there is none yet; ``None`` if it cannot be read."""
    path = folder / NAME
    try:
        if not path.exists():
            return None
        # Not for reading alone: what a killed process left half done is rolled back, as by any other command.
        with contextlib.closing(sqlite3.connect(path)) as database:
            if database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
                return {}
            row = database.execute("SELECT body FROM event WHERE seq = 1").fetchone()
        body = json.loads(row[0]) if row is not None and row[0] is not None else {}
    except (sqlite3.Error, OSError, ValueError):
        return None  # opening it says what is wrong
    return body if isinstance(body, dict) else None


class Ledger:
    """The events of one campaign. The time of ``clock`` is recorded in events, but never compared."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime.datetime] = _now,
        before: Callable[[str], None] = nobody,
        source: str = "command",
    ) -> None:
        self.path = folder / NAME
        self.clock = clock
        self.source = source
        self._before = before
        self._events: list[Event] = []
        self._database: sqlite3.Connection | None = None

    def create(self) -> None:
        """Create an empty ledger, its schema in one transaction, so that an interruption leaves no partial schema."""
        with self._speaking(), self._transaction() as database:
            if database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
                for statement in SCHEMA:
                    database.execute(statement)

    def open(self) -> Ledger:
        """Open an existing ledger; raises :class:`~nianbao.errors.UsageError` for a file that is not one of ours."""
        with self._speaking():
            schema = {
                row[0] for row in self._connected().execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL")
            }
        # A foreign file could contain triggers and views that run with every query.
        if schema != set(SCHEMA):
            raise UsageError(_("{path} 不是本程序的台账，或者被改过结构：没有打开。", path=self.path))
        return self

    def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _connected(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            for pragma in _PRAGMAS:
                self._database.execute(f"PRAGMA {pragma}")
        return self._database

    @contextlib.contextmanager
    def _speaking(self) -> Iterator[None]:
        """Raise :class:`~nianbao.errors.OutputError` for errors of SQLite."""
        try:
            yield
        except sqlite3.Error as error:
            raise OutputError(
                _(
                    "台账 {path} 现在不能读写（{cause}）：请确认文件夹可以写入、磁盘没有满、没有别的程序占用，再运行一次；"
                    "已经收下的不会丢。",
                    path=self.path,
                    cause=str(error),
                )
            ) from error

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        database = self._connected()
        database.execute("BEGIN IMMEDIATE")
        try:
            yield database
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")

    def events(self) -> Sequence[Event]:
        """Return all events; only events added since the last call are read from the file."""
        with self._speaking():
            rows = self._connected().execute(
                f"SELECT {_columns()} FROM event WHERE seq > ? ORDER BY seq",
                (self._events[-1].seq if self._events else 0,),
            )
            self._events += [_event(row) for row in rows]
        return self._events

    def each(self) -> Iterator[Event]:
        """Return all events one by one, read from the file as they are asked for; none is kept in memory."""
        with self._speaking():
            rows = self._connected().execute(f"SELECT {_columns()} FROM event ORDER BY seq")
            yield from map(_event, rows)

    def forget(self) -> None:
        """Discard the events, to be read again by the next call: bodies were erased."""
        self._events = []

    @property
    def head(self) -> tuple[int, str]:
        """The number and the hash of the last event."""
        with self._speaking():
            return self._last(self._connected())

    @staticmethod
    def _last(database: sqlite3.Connection) -> tuple[int, str]:
        seq, digest = database.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone() or (
            0,
            "",
        )
        return seq, digest

    @property
    def short_head(self) -> str:
        """The head as printed on letters and in workbooks."""
        return short_head(*self.head)

    def append(self, *new: NewEvent) -> Sequence[Event]:
        """Append events in one transaction, all or none; return them as recorded."""
        if not new:
            return ()
        self._before("event")
        with self._speaking(), self._transaction() as database:
            # Read again inside the transaction: another process may have appended since.
            seq, prev = self._last(database)
            appended = []
            for new_event in new:
                seq += 1
                event = self._made(new_event, seq, prev)
                database.execute(
                    f"INSERT INTO event ({_columns()}) VALUES ({', '.join('?' * len(COLUMNS))})", _row(event)
                )
                for sort, key, content in rows_of(event):
                    database.execute("INSERT OR REPLACE INTO projection VALUES (?, ?, ?)", (sort, key, content))
                prev = event.hash
                appended.append(event)
        if self._events:  # whoever reads them one by one has no need of them in memory
            self.events()
        return appended

    def _made(self, new: NewEvent, seq: int, prev: str) -> Event:
        text = body_text(new.body, secrets.token_hex(16))
        if not prev:
            prev = first_link(str(new.body["campaign"]))
        at = self.clock().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        by, source, digest = new.by or user_of_system(), new.source or self.source, sha256(text)
        columns = (seq, at, new.kind.value, VERSION, by, source, new.agency, digest, prev)
        return Event(
            seq=seq,
            at=at,
            kind=new.kind,
            v=VERSION,
            by=by,
            source=source,
            agency=new.agency,
            body=json.loads(text),
            body_sha256=digest,
            prev=prev,
            hash=event_hash(columns),
        )

    def empty_bodies(self, seqs: Sequence[int]) -> None:
        """Erase the bodies of events, without traces of them in the file."""
        self._before("erase")
        with self._speaking():
            with self._transaction() as database:
                database.executemany("UPDATE event SET body = NULL WHERE seq = ?", [(seq,) for seq in seqs])
            self.forget()
            self.rebuild()
            self._connected().execute("VACUUM")

    def projections(self) -> dict[tuple[str, str], str]:
        """Return the stored projections: content by table and key."""
        with self._speaking():
            rows = self._connected().execute("SELECT sort, key, content FROM projection")
            return {(sort, key): content for sort, key, content in rows}

    def rebuild(self) -> int:
        """Recompute the projections from the events; return how many stored rows differed."""
        computed: dict[tuple[str, str], str] = {}
        for event in self.events():
            computed.update({(sort, key): content for sort, key, content in rows_of(event)})
        stored = self.projections()
        differing = sum(stored.get(key) != computed.get(key) for key in {*stored, *computed})
        if differing:
            with self._speaking(), self._transaction() as database:
                database.execute("DELETE FROM projection")
                database.executemany(
                    "INSERT INTO projection VALUES (?, ?, ?)", [(*key, computed[key]) for key in sorted(computed)]
                )
        return differing


def _columns() -> str:
    return ", ".join(f'"{name}"' for name in COLUMNS)


def _row(event: Event) -> tuple[Any, ...]:
    from nianbao.campaigns.ledger.canonical import canonical

    values = {"kind": event.kind.value, "body": canonical(dict(event.body))}
    return tuple(values.get(name, getattr(event, name)) for name in COLUMNS)


def _event(row: Sequence[Any]) -> Event:
    values = dict(zip(COLUMNS, row, strict=True))
    body = values.pop("body")
    try:
        values["kind"] = EventKind(values["kind"])
        return Event(body={} if body is None else json.loads(body), erased=body is None, **values)
    except ValueError as error:
        raise UsageError(
            _("台账第 {seq} 条读不懂：它由更新的程序写成，或者被改过。请升级程序，或运行 nianbao audit。",
              seq=values["seq"])
        ) from error  # fmt: skip
