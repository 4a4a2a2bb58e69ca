"""How a record spells appeals: one canonical JSON row a line."""

from labelfield.protocol.canonical import Json, exact_json
from labelfield.protocol.fields import exact_object, integer
from labelfield.protocol.hashes import bytes_of, hex_of
from labelfield.protocol.ids import parse_address, parse_task_id
from labelfield.protocol.record import AppealRow


def appeal_json(row: AppealRow) -> bytes:
    """Return the line of an appeal."""
    return exact_json(
        {
            "key": row.key,
            "labeler": row.labeler,
            "settlement": row.settlement,
            "signature": row.signature,
            "task": row.task,
            "time_s": row.time_s,
        }
    )


def parse_appeal(value: Json) -> AppealRow:
    """Return the appeal that a line spells."""
    names = ("key", "labeler", "settlement", "signature", "task", "time_s")
    fields = exact_object(value, names, "appeal")
    return AppealRow(
        task=parse_task_id(fields["task"]),
        labeler=parse_address(fields["labeler"]),
        time_s=integer(fields, "time_s"),
        settlement=integer(fields, "settlement"),
        key=parse_address(fields["key"]),
        signature=hex_of(bytes_of(fields["signature"], 65)),
    )
