"""Labelers who answer a project of texts as a CSV says: python -m tests.web.labelers URL N CSV."""

import csv
import sys
from pathlib import Path

import httpx

from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.hashes import keccak
from labelfield.protocol.keys import Key
from labelfield.sdk.labeler import Labeler

LABELERS = 3
SLIP_EVERY = 9
"""The last labeler is wrong about every ninth task, so that there is something to disagree on."""


def main(url: str, project: int, tasks: Path) -> None:
    """Let each labeler answer all there is."""
    with tasks.open(newline="") as file:
        right = {row["text"]: row["label"] for row in csv.DictReader(file)}
    truth = list(right)
    config = parse_config(httpx.get(f"{url}/api/projects/{project}").json()["config"])
    for number in range(LABELERS):
        labeler = Labeler(url, Key(keccak(f"labeler {number} of project {project}".encode())))
        labeler.log_in()
        labeler.join(project)
        labels = sorted(set(right.values()))
        while leases := labeler.lease(project, 10):
            answers = []
            for lease in leases:
                text = str(lease.data["text"])
                said = right[text]
                if number == LABELERS - 1 and truth.index(text) % SLIP_EVERY == 0:
                    said = labels[1 - labels.index(said)]
                answers.append((lease.task, answer_of(config, said)))
            labeler.submit(project, answers)
        labeler.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
