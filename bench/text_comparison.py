"""A table of texts against scikit-learn's TfidfVectorizer and LogisticRegression.

python3 bench/text_comparison.py make FILE.csv [MEGABYTES 100]
    writes a made table, the same on every machine: kind,mail, of 90 words a mail, whose
    frequencies fall as those of words do, words of other kinds of writing ones by upper case
    and punctuation; and spam has some of its words more often.
python3 bench/text_comparison.py fit FILE.csv LABEL COLUMN L2 [MODEL.json]
    reads it, learns the words in 2 texts or more, trains at C = 1 / (L2 rows), and tells seconds,
    words a second and J; with the model file that ./downhill train FILE.csv --label LABEL --text
    COLUMN --l2 L2 wrote, also J of that model on scikit-learn's features.
Needs python3-sklearn.
"""
import csv
import json
import sys
import time

import numpy as np


def make(path, megabytes):
    random = np.random.default_rng(18)
    letters = np.array(list("etaoinshrdlucmfwypvbgk"))
    vocabulary = []
    for k in range(100_000):
        length = min(14, 2 + int(np.log2(1 + k) / 2) + int(random.integers(0, 5)))
        vocabulary.append("".join(letters[random.integers(0, 22, length)]))
    share = 1 / (np.arange(len(vocabulary)) + 2.7)
    cumulative = np.cumsum(share / share.sum())
    spam = random.permutation(len(vocabulary))[:20_000]
    signs = np.array([" ", " ", " ", " ", " ", " ", ", ", ". "])
    written = 0
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["kind", "mail"])
        while written < megabytes * 1_000_000:
            kind = random.integers(0, 2)
            count = int(random.integers(20, 160))
            codes = np.searchsorted(cumulative, random.random(count))
            own = random.random(count) < 0.1 * kind
            codes[own] = spam[random.integers(0, len(spam), own.sum())]
            capital = random.random(count) < 0.1
            gaps = signs[random.integers(0, len(signs), count)]
            words = [vocabulary[c].capitalize() if up else vocabulary[c] for c, up in zip(codes, capital)]
            text = "".join(word + gap for word, gap in zip(words, gaps))
            out.writerow(["spam" if kind else "ham", text])
            written += len(text) + 8


def fit(path, label, column, l2, model=None):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    csv.field_size_limit(1 << 30)
    start = time.time()
    used = [time.process_time()]
    with open(path, newline="") as file:
        rows = [(row[label], row[column]) for row in csv.DictReader(file)]
    y, texts = zip(*rows)
    read = time.time()
    used.append(time.process_time())
    vectorizer = TfidfVectorizer(min_df=2)
    x = vectorizer.fit_transform(texts)
    made = time.time()
    used.append(time.process_time())
    words = sum(map(len, map(vectorizer.build_analyzer(), texts))) if len(texts) < 200_000 else 0
    begun = time.time()
    trained = LogisticRegression(C=1 / (l2 * len(y)), tol=1e-8, max_iter=10_000).fit(x, y)
    ended = time.time()
    j = log_loss(y, trained.predict_proba(x), labels=trained.classes_)
    j += l2 / 2 * (trained.coef_**2).sum()
    print(f"scikit-learn: {x.shape[0]} x {x.shape[1]}, {x.nnz} values, {words} words")
    print(f"read {read - start:.2f} s, words to features {made - read:.2f} s", end="")
    print(f" ({words / (made - read) / 1e6:.2f} million words a second), fit {ended - begun:.2f} s")
    print(f"processor: read {used[1] - used[0]:.2f} s, words to features {used[2] - used[1]:.2f} s")
    print(f"J {j:.9f}")
    if model:
        with open(model) as file:
            ours = json.load(file)
        learned = next(c for c in ours["preparation"]["columns"] if c.get("as") == "words")
        assert learned["words"] == list(vectorizer.get_feature_names_out()), "other words"
        z = x @ np.array(ours["weights"]) + ours["bias"]
        positive = np.array([ours["classes"].index(k) for k in y])
        mean = np.mean(np.logaddexp(0, z) - positive * z)
        other = mean + l2 / 2 * (np.array(ours["weights"]) ** 2).sum()
        print(f"J of {model} on these features {other:.9f}, {other - j:+.1e}")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 100)
    else:
        fit(*sys.argv[2:5], float(sys.argv[5]), *sys.argv[6:])
