"""AI in the loop: people label what closes first, a model learns from it and predicts the rest.

Runs against the server on your home; `labelfield up --opening-interval-s 5` opens records, and so
labels, soon enough to learn from. Each task closes as soon as it is sure: the loop ends with them.
"""

from itertools import product

import pandas
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

import labelfield as lf

THINGS = ("soup", "room", "film", "train", "phone", "bread", "hotel", "game", "book", "coat")
WORDS = {
    "positive": ("superb", "lovely", "great", "excellent"),
    "negative": ("awful", "broken", "dull", "dirty"),
}

rows = [
    {"key": f"{thing}-{word}", "text": f"The {thing} was {word}.", "truth": label}
    for label, words in WORDS.items()
    for thing, word in product(THINGS, words)
]
frame = pandas.DataFrame(rows).sample(frac=1, random_state=1).reset_index(drop=True)
frame.loc[24:, "truth"] = None  # the first are gold: answers that are known already

job = lf.connect().create(
    frame,
    config="show:\n  - text: text\nask:\n  - choices: mood\n    options: [positive, negative]\n",
    title="Active learning",
    price="0.01",
    label_field="truth",
    minimum=1,
    maximum=5,
    confidence_bps=9_500,
)
project = job.fund()
texts = {task.key: str(task.data["text"]) for task in project.tasks().values()}

for number, labels in enumerate(project.rounds(every=20), start=1):
    rest = [key for key in texts if key not in labels]
    if not rest or len(set(labels.values())) < 2:
        continue
    learned = make_pipeline(TfidfVectorizer(), LogisticRegression(C=10))
    learned.fit([texts[key] for key in labels], list(labels.values()))
    chances = learned.predict_proba([texts[key] for key in rest])
    sure = zip(learned.classes_[chances.argmax(axis=1)], chances.max(axis=1), strict=True)
    told = project.predict(f"tf-idf@{number}", dict(zip(rest, sure, strict=True)))
    print(f"round {number}: learned from {len(labels)} labels, {told.accepted} predictions")

report = project.models()
print(report.model_dump_json(indent=2))
print(project.wait().verify())
