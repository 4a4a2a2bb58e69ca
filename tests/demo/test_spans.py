"""The made crowd that marks names."""

from labelfield.demo.spans import CONFIG, PEOPLE, answer_to, right_answer, sentences
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.validate_on_task import validate_on_task


def test_every_answer_fits_its_sentence_and_is_the_same_again() -> None:
    config = parse_config(CONFIG)
    for sentence in sentences():
        for who in range(PEOPLE):
            answer = answer_to(sentence, who, seed=1)
            validate_on_task(config, {"text": sentence.text}, answer)
            assert answer == answer_to(sentence, who, seed=1)


def test_texts_differ_so_that_tasks_can_be_told_apart() -> None:
    assert len({sentence.text for sentence in sentences()}) == len(sentences())


def test_the_known_names_are_those_that_are_marked() -> None:
    first = sentences()[0]
    said = [item["value"]["text"] for item in right_answer(first)]  # type: ignore[index,call-overload]
    assert said == [
        first.text[start:end] for _, start, end in sorted(first.names, key=lambda n: n[1])
    ]
