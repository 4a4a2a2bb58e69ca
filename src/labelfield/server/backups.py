"""Copies of a home folder, and homes from copies."""

import contextlib
import shutil
from pathlib import Path

from labelfield.db.backup import copy_sqlite
from labelfield.server.errors import AlreadyRunning, BackupRefused
from labelfield.server.high_water import FILE
from labelfield.server.run import holding

DATABASE = "labelfield.sqlite"
KEPT = (
    *("api.key", "record.secret", "deployment.json", "storage", "labelfield.toml"),
    *("drafts", "sealed", "store", "desk", "desk.key"),
)
"""What a home holds beside its database that a server, or its desk, cannot make again."""


def back_up(home: Path, target: Path) -> int:
    """Copy a home to a new folder and return how many files that were."""
    if not (home / DATABASE).exists():
        raise BackupRefused(f"{home} has no {DATABASE}: PostgreSQL has tools of its own")
    if target.exists():
        raise BackupRefused(f"{target} is there already: name a new folder")
    target.mkdir(parents=True, mode=0o700)
    try:
        with holding(home):
            _copy(home, target, (*KEPT, FILE))
            copy_sqlite(home / DATABASE, target / DATABASE)
    except AlreadyRunning:
        copy_sqlite(home / DATABASE, target / DATABASE)
        _copy(home, target, KEPT)
    return _count(target)


def put_back(backup: Path, home: Path) -> int:
    """Copy a backup into a home that has no database; return how many files that were."""
    if not (backup / DATABASE).exists():
        raise BackupRefused(f"{backup} holds no {DATABASE}: it is no backup")
    with holding(home):
        if (home / DATABASE).exists():
            raise BackupRefused(f"{home} has a database: move it aside, it may be the newer one")
        marked = (home / FILE).exists()
        _copy(backup, home, KEPT if marked else (*KEPT, FILE))
        shutil.copy2(backup / DATABASE, home / DATABASE)
    return _count(backup)


def _copy(source: Path, target: Path, names: tuple[str, ...]) -> None:
    for name in names:
        if (source / name).is_dir():
            shutil.copytree(
                source / name, target / name, copy_function=_copy_file, dirs_exist_ok=True
            )
        elif (source / name).exists():
            shutil.copy2(source / name, target / name)


def _copy_file(source: str, target: str) -> None:
    """Copy a file, unless it went before: a running server's folders change."""
    with contextlib.suppress(FileNotFoundError):
        shutil.copy2(source, target)


def _count(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))
