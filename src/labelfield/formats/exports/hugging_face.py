"""A folder that Hugging Face's `datasets` loads: Parquet in `data/`, and a dataset card.

Pictures and recordings stand in the Parquet file, a single choice is a class with its names.
"""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from labelfield.formats.exports.items import Finished, Item
from labelfield.formats.exports.pictures import file_name
from labelfield.formats.exports.tables import given_json, json_bytes, text_fields
from labelfield.labeling.config import LabelingConfig, ObjectTag, classes, is_one_choice

ROWS_PER_GROUP = 1_000
FILE = "data/train-00000-of-00001.parquet"


def write_hugging_face(finished: Finished, folder: Path) -> None:
    """Write `data/`, `README.md`; `datasets.load_dataset(folder)` reads them."""
    import pyarrow.parquet as pq

    (folder / "data").mkdir(parents=True, exist_ok=True)
    schema = _schema(finished.config)
    rows = size = 0
    with pq.ParquetWriter(folder / FILE, schema, compression="zstd") as writer:
        for batch in _batches(finished, schema):
            writer.write_batch(batch)
            rows += batch.num_rows
            size += batch.nbytes
    (folder / "README.md").write_text(_card(finished, rows, size), encoding="utf-8")


def _batches(finished: Finished, schema: Any) -> Iterator[Any]:
    import pyarrow as pa

    items = finished.items()
    while some := list(islice(items, ROWS_PER_GROUP)):
        yield pa.RecordBatch.from_pylist([_row(finished, item) for item in some], schema)


def _row(finished: Finished, item: Item) -> dict[str, Any]:
    config = finished.config
    names = class_names(config)
    row: dict[str, Any] = {
        "key": item.key,
        "task_id": item.task_id,
        "label": item.label if names is None or item.label is None else names.index(item.label),
        "confidence": float(item.confidence),
        "answers": len(item.given),
        "data": json_bytes(item.data).decode(),
        "result": json_bytes(item.result).decode(),
        "given": [given_json(one) | {"result": json_bytes(one.result).decode()}
                  for one in item.given],
    }  # fmt: skip
    fields = {shown.field: shown for shown in config.objects}
    return row | {name: _shown(finished, item, fields[name]) for name in text_fields(config)}


def _shown(finished: Finished, item: Item, shown: ObjectTag) -> Any:
    value = item.data[shown.field]
    if shown.kind not in ("image", "audio"):
        return value
    data = None if finished.media is None else finished.media(str(value))
    return {"bytes": data, "path": file_name(item, shown)}


def class_names(config: LabelingConfig) -> tuple[str, ...] | None:
    """Return the classes of a project of one single choice, None for all others."""
    return classes(config) if is_one_choice(config) else None


def _features(config: LabelingConfig) -> dict[str, Any]:
    """The columns as `datasets` describes them."""
    string = {"dtype": "string", "_type": "Value"}
    names = class_names(config)
    label = string if names is None else {"names": list(names), "_type": "ClassLabel"}
    kinds = {shown.field: shown.kind for shown in config.objects}
    medium = {"image": {"_type": "Image"}, "audio": {"_type": "Audio", "decode": False}}
    given = dict.fromkeys(("labeler", "label", "result", "receipt"), string)
    return {
        "key": string,
        "task_id": string,
        "label": label,
        "confidence": {"dtype": "float64", "_type": "Value"},
        "answers": {"dtype": "int32", "_type": "Value"},
        **{name: medium.get(kinds[name], string) for name in text_fields(config)},
        "data": string,
        "result": string,
        "given": {"feature": given | {"sequence": {"dtype": "int32", "_type": "Value"}},
                  "_type": "List"},
    }  # fmt: skip


def _schema(config: LabelingConfig) -> Any:
    import pyarrow as pa

    features = _features(config)
    medium = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    texts = [(name, pa.string()) for name in ("labeler", "label", "result", "receipt")]
    given = pa.struct([*texts, ("sequence", pa.int32())])
    types = {
        "ClassLabel": pa.int64(),
        "Image": medium,
        "Audio": medium,
        "List": pa.list_(given),
    }
    numbers = {"float64": pa.float64(), "int32": pa.int32(), "string": pa.string()}
    fields = [
        (name, types.get(feature["_type"]) or numbers[feature["dtype"]])
        for name, feature in features.items()
    ]
    described = json.dumps({"info": {"features": features}})
    return pa.schema(fields, metadata={"huggingface": described})


def _card(finished: Finished, rows: int, size: int) -> str:
    """The dataset card: what the Hub shows, and where the labels come from."""
    head = {
        "pretty_name": finished.title,
        "size_categories": [_size_category(rows)],
        "annotations_creators": ["crowdsourced"],
        "tags": ["labelfield", "human-feedback"],
        "configs": [{"config_name": "default", "data_files": [{"split": "train", "path": FILE}]}],
    }
    origin = "\n".join(f"| {name} | `{value}` |" for name, value in finished.origin.items())
    return f"""---
{_yaml(head)}---

# {finished.title}

{rows} tasks, {size} bytes in memory, labeled by people and scored by Labelfield.

| origin | |
| --- | --- |
{origin}

## Columns

- `label`: the consensus, where it is one class; `result`: the consensus as a Label Studio result.
- `confidence`: how sure the consensus is; `answers`: how many answers it rests on.
- `given`: every answer with the labeler's pseudonym and the hash of the operator's receipt.
- `data`: everything that the task held, as JSON.

`certificate.json` names the chain's transactions that paid for these labels; `labelfield verify
--certificate certificate.json {FILE}` checks this copy against them.

## What labelers were told

{finished.instructions}
"""


def _yaml(head: dict[str, Any]) -> str:
    import yaml

    return yaml.safe_dump(head, sort_keys=False, allow_unicode=True)


def _size_category(rows: int) -> str:
    steps = [(1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"),
             (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M")]  # fmt: skip
    return next((name for most, name in steps if rows < most), "10M<n<100M")
