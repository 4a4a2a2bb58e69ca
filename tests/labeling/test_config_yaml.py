"""Labeling configs in YAML: refusals with their lines, and that they mean what the XML means."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.config_yaml import parse_yaml_config
from labelfield.labeling.errors import (
    ConfigTooLarge,
    InvalidAttribute,
    InvalidConfig,
    InvalidStructure,
    MalformedYaml,
)

SHOW = "show:\n  - text: body\n"
ASK = "ask:\n  - choices: mood\n    options: [good, bad]\n"


@pytest.mark.parametrize(
    ("text", "error", "problem"),
    [
        ("", MalformedYaml, "line 1: the text is empty"),
        ("show: [", MalformedYaml, "line 1"),
        ("a: b: c", MalformedYaml, "line 1: mapping values are not allowed"),
        ("x: &a [1]\ny: *a", MalformedYaml, "line 1: anchors and aliases"),
        ("show: !!python/object:os.system x", MalformedYaml, "tags"),
        ("\x00", MalformedYaml, "line 1"),
        ("[" * 9, MalformedYaml, "line 1"),
        ("[" * 40 + "]" * 40, ConfigTooLarge, "deeper than 16"),
        ("a" * 70_000, ConfigTooLarge, "bytes"),
        ("just words", InvalidStructure, "line 1: not a mapping"),
        (f"{SHOW}{ASK}more: x", InvalidStructure, "'more' is none of headers, show, ask"),
        ("show: text", InvalidStructure, "`show` is a list"),
        ("show:\n  - {}", InvalidStructure, "line 2: a part is empty"),
        ("show:\n  - [a]", InvalidStructure, "line 2: not a mapping"),
        ("show:\n  - text: [a]", InvalidStructure, "line 2: 'text': expected its name"),
        (f"show:\n  - poem: body\n{ASK}", InvalidStructure, "line 2: 'poem' cannot be shown"),
        (f"{SHOW}ask:\n  - riddle: x", InvalidStructure, "line 4: 'riddle' cannot be asked"),
        (f"{SHOW}{ASK}    colour: red", InvalidStructure, "has no option 'colour': expected one"),
        (f"{SHOW}{ASK}    required: maybe", InvalidAttribute, "line 4: Choices required='maybe'"),
        (f"{SHOW}{ASK}    is: [x]", InvalidStructure, "`is` needs `when`"),
        (f"{SHOW}ask:\n  - choices: m\n    options: a", InvalidStructure, "`options` is a list"),
        (f"{SHOW}ask:\n  - choices: m\n    options: [a]", InvalidStructure, "at least 2"),
        (f"{SHOW}  - text: more\n{ASK}", InvalidStructure, "needs `about`, one of body, more"),
        (f"{SHOW}show: []\n{ASK}", InvalidStructure, "line 3: 'show' stands twice"),
        (f"{SHOW}{ASK}headers: [{{a: b}}]", InvalidStructure, "list of texts"),
        (f"{SHOW}ask:\n  - boxes: b\n    options: [a]", InvalidStructure, "marks image"),
    ],
)
def test_a_config_is_refused_with_its_line(
    text: str, error: type[InvalidConfig], problem: str
) -> None:
    with pytest.raises(error) as caught:
        parse_yaml_config(text)
    assert problem in str(caught.value)


def test_words_stay_words() -> None:
    config = parse_yaml_config(f"{SHOW}ask:\n  - choices: m\n    options: [yes, no, 1.10, null]\n")
    (control,) = config.controls
    assert [choice.value for choice in control.choices] == ["yes", "no", "1.10", "null"]


@pytest.mark.parametrize(
    ("yaml", "xml"),
    [
        (
            "headers: [Look]\nshow:\n  - text: body\n    field: t\n" + ASK + "    multiple: true\n",
            '<View><Header value="Look"/><Text name="body" value="$t"/><Choices name="mood" '
            'toName="body" choice="multiple"><Choice value="good"/><Choice value="bad"/></Choices>'
            "</View>",
        ),
        (
            SHOW + ASK + "  - textarea: why\n    when: mood\n    is: [bad]\n    required: false\n",
            '<View><Text name="body" value="$body"/><Choices name="mood" toName="body">'
            '<Choice value="good"/><Choice value="bad"/></Choices><TextArea name="why" '
            'toName="body" required="false" visibleWhen="choice-selected" whenTagName="mood" '
            'whenChoiceValue="bad"/></View>',
        ),
        (
            SHOW
            + "ask:\n  - spans: names\n    options: [{value: Person, alias: PER, color: red}]\n"
            "  - rating: sure\n    per_region: true\n    when: names\nrelations: [knows]\n",
            '<View><Text name="body" value="$body"/><Labels name="names" toName="body">'
            '<Label value="Person" alias="PER" background="red"/></Labels><Rating name="sure" '
            'toName="body" perRegion="true" visibleWhen="region-selected" whenTagName="names"/>'
            '<Relations><Relation value="knows"/></Relations></View>',
        ),
        (
            "show:\n  - video: clip\n    frame_rate: 30\nask:\n  - tracks: cars\n"
            "    options: [car, bus]\n",
            '<View><Video name="clip" value="$clip" frameRate="30"/><VideoRectangle name="cars" '
            'toName="clip"/><Labels name="cars-labels" toName="clip"><Label value="car"/>'
            '<Label value="bus"/></Labels></View>',
        ),
        (
            "show:\n  - list: found\n    title: Results\nask:\n  - ranker: order\n"
            "    options: [best, {name: rest, title: The rest}]\n",
            '<View><List name="found" value="$found" title="Results"/><Ranker name="order" '
            'toName="found"><Bucket name="best"/><Bucket name="rest" title="The rest"/></Ranker>'
            "</View>",
        ),
        (
            SHOW + "ask:\n  - taxonomy: kind\n    leafs_only: true\n    options:\n"
            "      - {value: animal, options: [cat, dog]}\n      - stone\n",
            '<View><Text name="body" value="$body"/><Taxonomy name="kind" toName="body" '
            'leafsOnly="true"><Choice value="animal"><Choice value="cat"/><Choice value="dog"/>'
            '</Choice><Choice value="stone"/></Taxonomy></View>',
        ),
        (
            "show:\n  - hypertext: page\n  - text: other\nask:\n  - spans: s\n    about: page\n"
            "    options: [a]\n  - pairwise: better\n    left: page\n    right: other\n",
            '<View><HyperText name="page" value="$page"/><Text name="other" value="$other"/>'
            '<HyperTextLabels name="s" toName="page"><Label value="a"/></HyperTextLabels>'
            '<Pairwise name="better" toName="page,other"/></View>',
        ),
    ],
)
def test_yaml_means_what_the_xml_means(yaml: str, xml: str) -> None:
    assert parse_yaml_config(yaml) == parse_config(xml)


@given(st.text(max_size=200) | st.text(alphabet="show:ask\n -[]{}a", max_size=200))
def test_any_text_is_a_config_or_is_refused(text: str) -> None:
    with suppress(InvalidConfig):
        parse_yaml_config(text)
