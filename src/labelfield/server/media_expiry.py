"""Media that nobody made a draft of are forgotten, or whoever sent them would fill the disk."""

import logging
import threading
import time

from labelfield.db.media_names import named_by_kept_drafts, named_by_tasks
from labelfield.protocol.hashes import keccak_hex
from labelfield.server.context import Coordinator
from labelfield.server.waiting import MEDIA_BUCKET, note_shown, unshown_media
from labelfield.storage.errors import ObjectMissing
from labelfield.storage.folder import FolderStore

log = logging.getLogger("labelfield.media")

KEPT_S = 7 * 24 * 3600
"""Since a file was last sent, or asked for by a draft."""
LOOK_EVERY_S = 3600.0


def forget_media(coordinator: Coordinator, now_s: float) -> int:
    """Delete the files that are old and that nothing names; return how many those were."""
    sealed = coordinator.sealed
    old = {name for name in unshown_media(sealed) if _is_old(sealed, name, now_s)}
    if not old:
        return 0
    shown = coordinator.writer.read(lambda connection: named_by_tasks(connection, old))
    names = sorted(shown)  # of drafts from before this was noted
    note_shown(sealed, keccak_hex("\n".join(names).encode()), names)
    kept = coordinator.writer.read(lambda connection: named_by_kept_drafts(connection, old))
    forgotten = [name for name in sorted(old - shown - kept) if _is_old(sealed, name, now_s)]
    for name in forgotten:
        sealed.remove(MEDIA_BUCKET, name)
    return len(forgotten)


def _is_old(sealed: FolderStore, name: str, now_s: float) -> bool:
    try:
        return sealed.touched_s(MEDIA_BUCKET, name) < now_s - KEPT_S
    except ObjectMissing:  # another server forgot it
        return False


class MediaExpiry:
    """A thread that forgets media every hour; several servers of a home do no harm."""

    def __init__(self, coordinator: Coordinator) -> None:
        self._coordinator = coordinator
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="media expiry", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End after the look that is under way."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            try:
                count = forget_media(self._coordinator, time.time())
            except Exception:  # the disk or the database may be away: there is another hour
                log.exception("media that nobody shows could not be forgotten, trying again")
            else:
                log.info("%s files that no draft showed are forgotten", count)
