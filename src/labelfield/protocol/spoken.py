"""The words of a text, as transcripts are compared: one table of letters, whatever Python runs.

Python's tables of Unicode grow from version to version; that of Unicode 3.2 is in all of them.
Letters that it does not know stand as they are.
"""

from unicodedata import ucd_3_2_0 as letters


def spoken_words(text: str) -> tuple[str, ...]:
    """Return the words in lower case without punctuation; perhaps none."""
    return tuple("".join(map(_spoken, text)).split())


def _spoken(letter: str) -> str:
    category = letters.category(letter)
    if category.startswith("P"):
        return ""
    return letter if category == "Cn" else letter.lower()
