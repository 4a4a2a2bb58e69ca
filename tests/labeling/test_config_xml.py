"""Labeling configs: what is refused, at which line, and that none loses its meaning on the way."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from labelfield.labeling.config import Choice, Choices, LabelingConfig, ObjectTag
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.errors import (
    ConfigTooLarge,
    InvalidAttribute,
    InvalidConfig,
    InvalidStructure,
    MalformedXml,
    UnknownAttribute,
    UnknownTag,
)
from labelfield.labeling.write_xml import config_to_xml
from labelfield.labeling.xml_tree import MAX_BYTES
from tests.labeling.strategies import configs as all_configs

TEXT = '<Text name="text" value="$text"/>'
CHOICES = '<Choices name="label" toName="text"><Choice value="yes"/><Choice value="no"/></Choices>'
WHOLE = f"<View>{TEXT}{CHOICES}</View>"


def _with_choices(attributes: str = "", choices: str = '<Choice value="a"/><Choice value="b"/>'):
    return (
        f'<View>{TEXT}<Choices name="label" toName="text" {attributes}>{choices}</Choices></View>'
    )


def _with_choice(attributes: str) -> str:
    return _with_choices(choices=f'<Choice value="a" {attributes}/><Choice value="b"/>')


@pytest.mark.parametrize(
    ("xml", "error", "problem"),
    [
        ("", MalformedXml, "no element found"),
        ("<View>", MalformedXml, "line 1: no element found"),
        ("<View></Text>", MalformedXml, "mismatched tag"),
        ("yes", MalformedXml, "syntax error"),
        ("<View>\ud800</View>", MalformedXml, "lone surrogate"),
        ("<View>\x00</View>", MalformedXml, "not well-formed"),
        ("<!DOCTYPE View><View/>", MalformedXml, "DTD"),
        ('<!DOCTYPE v [<!ENTITY a "aaaa">]><View>&a;</View>', MalformedXml, "DTD"),
        ('<!DOCTYPE v SYSTEM "file:///etc/passwd"><View/>', MalformedXml, "DTD"),
        ("<View>&undefined;</View>", MalformedXml, "undefined entity"),
        ("<View><?php evil ?></View>", MalformedXml, "processing instruction"),
        ("<View>\n\nhello</View>", InvalidStructure, "line 3: text outside of a tag: 'hello'"),
        ("<Text/>", InvalidStructure, "outermost tag is 'Text', expected 'View'"),
        ("<View/>", InvalidStructure, "nothing is asked"),
        (f"<View>{CHOICES}</View>", InvalidStructure, "nothing to label"),
        (f"<View>{TEXT}</View>", InvalidStructure, "nothing is asked"),
        (f"<View>{TEXT}{CHOICES}{CHOICES}</View>", InvalidStructure, "name 'label' stands twice"),
        (f"<View>{TEXT}{TEXT}{CHOICES}</View>", InvalidStructure, "name 'text' stands twice"),
        ("<View>\n<Style>x</Style></View>", InvalidStructure, "line 2: text outside"),
        ("<View>\n<Style/></View>", UnknownTag, "line 2: tag 'Style' is not supported"),
        ("<View><ReactCode/></View>", UnknownTag, "View, Header, Text, Image, HyperText"),
        ("<View>\n\n <Repeater/></View>", UnknownTag, "line 3: tag 'Repeater'"),
        ("<View><a:Text/></View>", UnknownTag, "a:Text"),
        ("<View><Choice/></View>", UnknownTag, "tag 'Choice' is not supported here"),
        (_with_choices(choices="<Text/>"), UnknownTag, "not supported here: Choice"),
        ('<View onclick="x"/>', UnknownAttribute, "'onclick' of View"),
        ('<View visibleWhen="x"/>', InvalidAttribute, "one of choice-selected, choice-unselected"),
        ('<View><Text name="t" value="$t" valueType="url"/></View>', UnknownAttribute, "valueType"),
        (_with_choices('visibleWhen="x"'), InvalidAttribute, "one of choice-selected"),
        (_with_choice('selected="true"'), UnknownAttribute, "'selected' of Choice"),
        (_with_choice('html="x"'), UnknownAttribute, "'html' of Choice"),
        ('<View><Text value="$t"/></View>', InvalidAttribute, "Text name is missing"),
        ('<View><Text name="t"/></View>', InvalidAttribute, "Text value is missing"),
        ('<View><Text name="t" value="t"/></View>', InvalidAttribute, "expected '\\$' and a field"),
        ('<View><Text name="t" value="$"/></View>', InvalidAttribute, "expected '\\$' and a field"),
        ('<View><Text name="t" value="$a.b"/></View>', InvalidAttribute, "a field"),
        ('<View><Text name="a b" value="$t"/></View>', InvalidAttribute, "without spaces"),
        ('<View><Text name="" value="$t"/></View>', InvalidAttribute, "1 to 1000"),
        ('<View><Header value="$title"/></View>', InvalidAttribute, "use Text"),
        ("<View><Header/></View>", InvalidAttribute, "Header value is missing"),
        ('<View><Header value="a">\n<View/></Header></View>', InvalidStructure, "cannot hold"),
        (_with_choices('choice="many"'), InvalidAttribute, "one of single, single-radio, multiple"),
        (_with_choices('required="yes"'), InvalidAttribute, "one of true, false"),
        (_with_choices('showInLine="1"'), InvalidAttribute, "one of true, false"),
        (_with_choices(choices='<Choice value="a"/>'), InvalidStructure, "has 1, expected"),
        (_with_choice('alias="b"'), InvalidStructure, "choice 'b' stands twice"),
        (_with_choices(choices='<Choice value="a"/>' * 2), InvalidStructure, "stands twice"),
        (
            _with_choices(choices='<Choice value="a" alias="x"/><Choice value="a" alias="y"/>'),
            InvalidStructure,
            "choice shown as 'a' stands twice",
        ),
        (
            _with_choices(choices='<Choice value="a" hotkey="1"/><Choice value="b" hotkey="1"/>'),
            InvalidStructure,
            "hotkey '1' stands twice",
        ),
        (WHOLE.replace('toName="text"', 'toName="txt"'), InvalidAttribute, "'txt' of 'label'"),
        (WHOLE.replace('toName="text"', 'toName="text,b"'), InvalidAttribute, "commas"),
        ("<View>" * 17 + "</View>" * 17, ConfigTooLarge, "deeper than 16"),
        ("<View>" * 9000, ConfigTooLarge, "deeper than 16"),
        ("<View>" + " " * MAX_BYTES + "</View>", ConfigTooLarge, "at most 65536"),
        (
            _with_choices(choices="".join(f'<Choice value="{n}"/>' for n in range(1001))),
            ConfigTooLarge,
            "at most 1000",
        ),
    ],
)  # fmt: skip
def test_parse_config_refuses(xml, error, problem):
    with pytest.raises(error, match=problem) as caught:
        parse_config(xml)
    assert type(caught.value) is error


printable = st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"])
texts = st.text(printable, min_size=1, max_size=20)
names = texts.filter(lambda name: "," not in name)
fields = st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=20)


@st.composite
def configs(draw: st.DrawFn) -> LabelingConfig:
    taken = draw(st.lists(names, min_size=2, max_size=5, unique=True))
    kinds = st.sampled_from(["image", "text"])
    objects = tuple(ObjectTag(name, draw(kinds), draw(fields)) for name in taken[1:])
    values = draw(st.lists(texts, min_size=2, max_size=6, unique=True))
    hotkeys = draw(st.lists(st.none() | texts, min_size=len(values), max_size=len(values)))
    hotkeys = [key if hotkeys.index(key) == place else None for place, key in enumerate(hotkeys)]
    aliased = draw(st.booleans())
    choices = tuple(
        Choice(value, f"alias {place}" if aliased else None, hotkey)
        for place, (value, hotkey) in enumerate(zip(values, hotkeys, strict=True))
    )
    to_name = draw(st.sampled_from(taken[1:]))
    control = Choices(taken[0], to_name, choices, show_inline=draw(st.booleans()))
    plain = texts.filter(lambda text: not text.startswith("$"))
    headers = tuple(draw(st.lists(plain, max_size=2)))
    return LabelingConfig(objects, (control,), headers)


@given(configs())
def test_a_config_written_and_read_is_the_same(config):
    assert parse_config(config_to_xml(config)) == config


@given(all_configs())
def test_a_config_with_any_tags_written_and_read_is_the_same(config):
    assert parse_config(config_to_xml(config)) == config


@given(st.text(max_size=200))
@example("<?xml version='1.0' encoding='utf-7'?><View/>")
@example("<?xml version='1.0' encoding='nonsense'?><View/>")
@example("<?xml version='2.0'?><View/>")
def test_any_text_is_a_config_or_refused(xml):
    try:
        parse_config(xml)
    except InvalidConfig:
        return


TAGS = st.sampled_from(
    [
        "View",
        "Text",
        "Image",
        "Choices",
        "Choice",
        "Header",
        "Labels",
        "Label",
        "Video",
        "List",
        "VideoRectangle",
        "Rectangle",
        "Relations",
        "Taxonomy",
        "Ranker",
        "Number",
        "TextArea",
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        [
            "name",
            "toName",
            "value",
            "choice",
            "alias",
            "hotkey",
            "required",
            "style",
            "perRegion",
            "visibleWhen",
            "whenTagName",
            "whenChoiceValue",
            "max",
            "step",
        ]
    ),
    st.sampled_from(
        [
            "text",
            "label",
            "$text",
            "single",
            "true",
            "",
            "yes",
            "no",
            "7",
            "text,label",
            "choice-selected",
            "region-selected",
        ]
    ),
    max_size=4,
)


def _element(tag: str, attributes: dict[str, str], children: list[str]) -> str:
    spelled = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"<{tag} {spelled}>{''.join(children)}</{tag}>"


trees = st.recursive(
    st.builds(_element, TAGS, ATTRIBUTES, st.just([])),
    lambda inner: st.builds(_element, TAGS, ATTRIBUTES, st.lists(inner, max_size=4)),
    max_leaves=12,
)


@given(st.lists(trees, max_size=3).map(lambda inner: f"<View>{''.join(inner)}</View>"))
def test_any_tree_of_known_tags_is_a_config_or_refused(xml):
    try:
        config = parse_config(xml)
    except InvalidConfig:
        return
    assert parse_config(config_to_xml(config)) == config


@given(st.data())
def test_a_config_with_a_changed_character_is_a_config_or_refused(data):
    xml = WHOLE
    place = data.draw(st.integers(0, len(xml) - 1))
    changed = xml[:place] + data.draw(st.characters(codec="utf-8")) + xml[place + 1 :]
    try:
        parse_config(changed)
    except InvalidConfig:
        return


def test_an_encoding_declaration_does_not_change_what_is_read():
    xml = '<?xml version="1.0" encoding="iso-8859-1"?>' + _with_choice('hotkey="ä"')
    assert parse_config(xml).controls[0].choices[0].hotkey == "ä"


def test_a_config_is_read_with_all_it_says():
    xml = """
    <View className="page">
      <!-- a comment -->
      <Header value="Look &amp; say" size="4"/>
      <View style="display: flex">
        <Image name="img" value="$image" zoom="true"/>
        <Text name="txt" value="$caption"/>
      </View>
      <Choices name="label" toName="img" choice="single-radio" required="true" showInline="true">
        <Choice value="Cat" alias="cat" hotkey="c" background="red"/>
        <Choice value="Dog"/>
      </Choices>
    </View>
    """
    assert parse_config(xml) == LabelingConfig(
        objects=(ObjectTag("img", "image", "image"), ObjectTag("txt", "text", "caption")),
        controls=(
            Choices("label", "img", (Choice("Cat", "cat", "c"), Choice("Dog")), show_inline=True),
        ),
        headers=("Look & say",),
    )


def test_config_to_xml_writes_what_label_studio_reads():
    config = parse_config(WHOLE)
    assert config_to_xml(config) == (
        "<View>\n"
        '  <Text name="text" value="$text"/>\n'
        '  <Choices name="label" toName="text" choice="single" required="true">\n'
        '    <Choice value="yes"/>\n'
        '    <Choice value="no"/>\n'
        "  </Choices>\n"
        "</View>\n"
    )
