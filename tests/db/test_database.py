"""Which database an address names, and what is said when there is none."""

import threading

import pytest
from sqlalchemy import Connection, text

from labelfield.db.database import open_database
from labelfield.db.errors import BadDatabaseUrl, DatabaseUnreachable
from tests import databases

on_postgresql = pytest.mark.skipif(
    not databases.POSTGRESQL, reason="make test runs it with LABELFIELD_TEST_DATABASE=postgresql"
)


@pytest.mark.parametrize(
    "url", ["mysql://localhost/x", "", "labelfield.sqlite", "postgresql://[::"]
)
def test_an_address_of_no_known_database_is_refused(url: str) -> None:
    with pytest.raises((BadDatabaseUrl, ValueError)):
        open_database(url)


def test_no_server_is_said_to_be_unreachable() -> None:
    database = open_database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(DatabaseUnreachable, match=r"127\.0\.0\.1:1/none does not answer"):
        database.transact(ask)
    database.close()


@on_postgresql
def test_servers_on_one_database_write_one_after_another(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    url = databases.new_url(tmp_path_factory.mktemp("database"))
    first, second = databases.opened(url), databases.opened(url)
    begun, may_end = threading.Event(), threading.Event()
    order: list[str] = []

    def slow(_: Connection) -> None:
        begun.set()
        assert may_end.wait(30)
        order.append("first")

    writing = threading.Thread(target=first.transact, args=(slow,))
    writing.start()
    assert begun.wait(30)
    waiting = threading.Thread(target=second.transact, args=(lambda _: order.append("second"),))
    waiting.start()
    second.read(ask)
    assert order == []
    may_end.set()
    writing.join()
    waiting.join()
    assert order == ["first", "second"]
    first.close()
    second.close()


@on_postgresql
def test_one_of_two_servers_has_the_turn_and_the_other_gets_it_after(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    url = databases.new_url(tmp_path_factory.mktemp("database"))
    database = databases.opened(url)
    one, other = database.turn(), database.turn()
    holding = one.take()
    assert holding is not None
    assert (one.take(), other.take()) == (holding, None)
    one.close()
    assert other.take() not in (None, holding)
    other.close()
    database.close()


@on_postgresql
def test_a_connection_that_breaks_is_made_anew(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = databases.new_url(tmp_path_factory.mktemp("database"))
    database = databases.opened(url)
    victim = database.transact(lambda c: c.execute(text("SELECT pg_backend_pid()")).scalar_one())
    with pytest.raises(DatabaseUnreachable):
        database.transact(lambda c: _broken_inside(url, victim, c))
    database.transact(ask)
    database.close()


def ask(connection: Connection) -> None:
    """Ask the database something."""
    assert connection.execute(text("SELECT 1")).scalar_one() == 1


def _broken_inside(url: str, process: int, connection: Connection) -> None:
    """Have PostgreSQL end the connection's process, then go on using the connection."""
    end = text(f"SELECT pg_terminate_backend({process}, 5000)")
    ended = threading.Thread(
        target=databases.look, args=(url, lambda other: other.execute(end).all())
    )
    ended.start()  # a thread: an event loop runs in this one
    ended.join()
    ask(connection)
