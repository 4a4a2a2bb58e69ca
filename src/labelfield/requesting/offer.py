"""What a requester asks for: options over a template over defaults."""

from dataclasses import dataclass
from pathlib import Path

from labelfield.formats.templates import Template, template
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.config_yaml import parse_yaml_config
from labelfield.labeling.write_xml import config_to_xml
from labelfield.protocol.ids import Address
from labelfield.requesting.errors import NotSaid
from labelfield.requesting.money import parse_dollars
from labelfield.sdk.draft import Offer

USUAL_CONFIDENCE_BPS = 9_950
USUAL_LEASE_S = 600


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was said of a project; None is left to the template, then to defaults."""

    template: str | None = None
    config: LabelingConfig | str | Path | None = None
    """A config, its XML or YAML, or a file that holds it."""

    title: str | None = None
    price: str | None = None
    """Dollars an answer, as text, so that nothing is rounded."""

    instructions: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    confidence_bps: int = USUAL_CONFIDENCE_BPS
    lease_s: int = USUAL_LEASE_S


def offer_of(wanted: Wanted, requester: Address) -> Offer:
    """Return the offer; raise NotSaid for what neither the requester nor a template says."""
    base = None if wanted.template is None else template(wanted.template)
    if wanted.title is None and base is None:
        raise NotSaid("title, or name a template that does")
    if wanted.price is None and base is None:
        raise NotSaid("price, or name a template that does")
    return Offer(
        title=wanted.title or (base.title if base else ""),
        instructions=wanted.instructions or (base.instructions if base else ""),
        config_xml=_config_xml(wanted.config, base),
        price=parse_dollars(wanted.price) if wanted.price else (base.price if base else 0),
        answers_per_task={
            "minimum": wanted.minimum or (base.minimum if base else 3),
            "maximum": wanted.maximum or (base.maximum if base else 7),
            "target_confidence_bps": wanted.confidence_bps,
        },
        scoring={},
        lease_s=wanted.lease_s,
        requester=requester,
    )


def _config_xml(config: LabelingConfig | str | Path | None, base: Template | None) -> str:
    if config is None:
        if base is None:
            raise NotSaid("config, or name a template that does")
        return base.config_xml
    if isinstance(config, LabelingConfig):
        return config_to_xml(config)
    text = config.read_text(encoding="utf-8") if isinstance(config, Path) else config
    if not text.lstrip().startswith("<"):
        return config_to_xml(parse_yaml_config(text))
    parse_config(text)
    return text
