"""Reads a table of flows (CSV: origin,destination[,layer][,time][,value]) strictly, for the loaders of databases."""
import csv
import datetime
import decimal
import gzip
import re
import sys

FORMS = [  # form, grain, how it is completed
    (re.compile(r"\d{4}"), "-01-01"),
    (re.compile(r"\d{4}-\d{2}"), "-01"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), ""),
    (re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}"), ":00"),
    (re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}"), ""),
]
NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Refused(Exception):
    pass


def open_text(path):
    opener = gzip.open if path.endswith(".gz") else open
    return opener(path, "rt", encoding="utf-8-sig", newline="")


def complete(text, form):
    pattern, rest = FORMS[form]
    if not pattern.fullmatch(text):
        return None
    try:
        return str(datetime.datetime.fromisoformat(text + rest))[: 10 if form < 3 else 19]
    except ValueError:
        return None


class Table:
    """The rows as (origin, destination, layer, time, value) in text. `digits`: the most after a point."""

    def __init__(self, path):
        self.path = path
        with open_text(path) as file:
            header = next(csv.reader(file, strict=True), [])
        names = ["origin", "destination", "layer", "time", "value"]
        missing = [name for name in names[:2] if name not in header]
        if missing or len(set(header)) < len(header):
            raise Refused(f"{path}:1: no-usable-header: found {header}, expected origin,destination,layer,time,value")
        self.columns = [header.index(name) if name in header else None for name in names]
        self.form, self.digits, self.whole_digits, self.count = None, 0, 1, 0
        for _ in self.rows():
            self.count += 1
        if self.count == 0:
            raise Refused(f"{path}: no-rows: found none, expected flows")

    def refuse(self, line, column, code, found, expected):
        raise Refused(f"{self.path}:{line}:{column}: {code}: found '{found[:80]}', expected {expected}")

    def rows(self):
        with open_text(self.path) as file:
            reader = csv.reader(file, strict=True)
            width = len(next(reader))
            line = reader.line_num + 1
            for row in reader:
                if len(row) != width:
                    self.refuse(line, "", "ragged-row", f"{len(row)} fields", f"{width}")
                yield self.checked(line, [None if at is None else row[at] for at in self.columns])
                line = reader.line_num + 1

    def checked(self, line, row):
        origin, destination, layer, time, value = row
        for name, text in (("origin", origin), ("destination", destination)):
            if not text:
                self.refuse(line, name, "missing-id", "", "an id")
        if layer == "":
            self.refuse(line, "layer", "missing-layer", "", "the name of a layer")
        time = "1970-01-01" if time is None else self.checked_time(line, time)
        value = "1" if value is None else value
        if not NUMBER.fullmatch(value):
            self.refuse(line, "value", "bad-number", value, "a number such as 1234.5")
        whole, _, after = value.lstrip("-").partition(".")
        self.digits = max(self.digits, len(after))
        self.whole_digits = max(self.whole_digits, len(whole))
        return origin, destination, "flows" if layer is None else layer, time, value

    def checked_time(self, line, text):
        forms = range(len(FORMS)) if self.form is None else [self.form]
        for form in forms:
            whole = complete(text, form)
            if whole is not None:
                self.form = form
                return whole
        self.refuse(line, "time", "bad-time", text, "2020, 2020-01, 2020-01-25 or 2020-01-25T13:00[:00], one form in all rows")

    @property
    def has_clock(self):
        return self.form is not None and self.form >= 3


def tab_separated(row):
    escapes = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"}
    return "\t".join("".join(escapes.get(c, c) for c in cell) for cell in row) + "\n"


def statements(path, words):
    """The statements of a file of assets/sql with {name} replaced."""
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("--")]
    for statement in "".join(lines).split(";\n"):
        if statement.strip():
            for name, word in words.items():
                statement = statement.replace("{" + name + "}", word)
            yield statement


def main(load, usage):
    if len(sys.argv) != 3 or sys.argv[1] in ("-h", "--help"):
        print(usage.strip(), file=sys.stderr)
        sys.exit(2)
    try:
        load(sys.argv[1], Table(sys.argv[2]))
    except (Refused, OSError, csv.Error, UnicodeDecodeError, decimal.InvalidOperation) as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(1)
