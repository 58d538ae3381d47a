#!/usr/bin/env python3
"""Makes tables whose every number and every fault is known, to hold against what the program reads.

Nothing of the program is used: a case is first a list of rows with decimal values, then written out in some shape,
encoding and dialect, perhaps with a fault put in. One JSON object a line on standard output; the first line holds the
places. Usage: make_tables.py random COUNT SEED | make_tables.py bad
"""
import base64
import gzip
import json
import random
import sys
from collections import defaultdict
from decimal import Decimal, getcontext

getcontext().prec = 60

PLACES = [
    ("010100", "零零市", "Zero"), ("110000", "北京市", "Beijing"), ("120000", "天津市", "Tianjin"),
    ("130100", "石家庄市", "Shijiazhuang"), ("320200", "无锡市", "Wuxi"), ("340100", "合肥市", "Hefei"),
    ("341200", "阜阳市", "Fuyang"), ("340800", "安庆市", "Anqing"), ("341600", "亳州市", "Bozhou"),
    ("510500", "泸州市", "Luzhou"), ("330800", "衢州市", "Quzhou"), ("500000", "重庆市", "Chongqing"),
]
IDS = [place[0] for place in PLACES]
NAMES = {place[0]: place[1] for place in PLACES}

HEADERS = {
    "en": {"origin": "origin", "destination": "destination", "layer": "layer", "time": "time", "value": "value"},
    "zh": {"origin": "出发地", "destination": "目的地", "layer": "类型", "time": "日期", "value": "客流量"},
}
LAYERS = ["people", "goods", "邮包"]
ENCODINGS = {
    "utf-8": ("utf-8", b""), "utf-8-bom": ("utf-8", b"\xef\xbb\xbf"), "utf-16-le": ("utf-16-le", b"\xff\xfe"),
    "utf-16-be": ("utf-16-be", b"\xfe\xff"), "gb18030": ("gb18030", b""),
}


class Dialect:
    """How records become bytes."""

    def __init__(self, encoding="utf-8", delimiter=",", line_end="\n", quote_all=False, packed=False):
        self.encoding, self.delimiter, self.line_end = encoding, delimiter, line_end
        self.quote_all, self.packed = quote_all, packed

    def cell(self, text):
        if self.quote_all or any(mark in text for mark in (self.delimiter, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text

    def record(self, cells):
        return self.delimiter.join(self.cell(cell) for cell in cells)

    def text_bytes(self, text):
        return text.encode(ENCODINGS[self.encoding][0])

    def file_bytes(self, lines):
        """`lines`: text, or bytes already; each gets a line end."""
        out = bytearray(ENCODINGS[self.encoding][1])
        for line in lines:
            out += line if isinstance(line, bytes) else self.text_bytes(line)
            out += self.text_bytes(self.line_end)
        return gzip.compress(bytes(out), mtime=0) if self.packed else bytes(out)

    @property
    def file_name(self):
        return "table.csv.gz" if self.packed else "table.csv"

    @property
    def mapping(self):
        """What a user declares, so that nothing hangs on guessing."""
        encoding = {"utf-8-bom": "utf-8", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be"}.get(self.encoding, self.encoding)
        delimiter = {"\t": "tab"}.get(self.delimiter, self.delimiter)
        return ["@encoding=" + encoding, "@delimiter=" + delimiter]


def plain(value):
    """A decimal as text without exponent, as tables write it."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class Row:
    def __init__(self, origin, destination, layer, time, value):
        self.origin, self.destination, self.layer, self.time, self.value = origin, destination, layer, time, value


def sums_of(rows):
    """[layer, origin, destination, time, sum, rows], sorted."""
    cells = defaultdict(lambda: [Decimal(0), 0])
    for row in rows:
        cell = cells[(row.layer, row.origin, row.destination, row.time)]
        cell[0] += row.value
        cell[1] += 1
    return [[*key, plain(cell[0]), cell[1]] for key, cell in sorted(cells.items())]


def case(name, dialect, lines, mapping, rows_in, kept, problems):
    return {
        "name": name,
        "file": dialect.file_name,
        "bytes": base64.b64encode(dialect.file_bytes(lines)).decode(),
        "map": mapping,
        "rows_in": rows_in,
        "rows_kept": len(kept),
        "problems": problems,
        "sums": sums_of(kept),
    }


# ---------------------------------------------------------------- random tables

def random_time(chooser, grain):
    year, month, day = chooser.randint(2015, 2024), chooser.randint(1, 12), chooser.randint(1, 28)
    return {"year": f"{year}", "month": f"{year}-{month:02}", "day": f"{year}-{month:02}-{day:02}",
            "hour": f"{year}-{month:02}-{day:02}T{chooser.randint(0, 23):02}:00"}[grain]


def write_time(time, style):
    """The same moment as another program would write it."""
    if style == "iso":
        return time
    day, _, clock = time.partition("T")
    parts = [str(int(part)) for part in day.split("-")]
    if style == "slash":
        text = "/".join(parts)
    else:
        text = "".join(part + unit for part, unit in zip(parts, "年月日"))
    return text + (" " + clock if clock else "")


def random_value(chooser, style):
    if style == "huge":
        # A double holds it, sums of a few do not fit 62 bits any more.
        return Decimal(chooser.randint(-(2 ** 50), 2 ** 53) * 2 ** chooser.randint(0, 6))
    digits = chooser.choice([0, 0, 1, 2, 6])
    bound = chooser.choice([10, 10 ** 4, 10 ** 9])
    value = Decimal(chooser.randint(-bound // 10 if style == "signed" else 0, bound)) / (Decimal(10) ** digits)
    return value


def write_value(chooser, value, style):
    if style == "thousands":
        return format(value, ",f")
    if style == "decimal_comma":
        return format(value, "f").replace(".", ",")
    if style == "wan" and chooser.random() < 0.5:
        return plain(value / 10000) + "万"
    if style == "exponent" and chooser.random() < 0.3:
        return format(value, "E") if value else "0"
    return format(value, "f")


STYLE_MAPPING = {"thousands": ["@thousands=,"], "decimal_comma": ["@decimal=,"], "wan": ["@chinese_units=yes"]}


class RandomCase:
    """One random table: its rows, and how they are written."""

    def __init__(self, number, seed):
        self.chooser = chooser = random.Random(f"{seed}/{number}")
        self.number = number
        self.style = chooser.choice(["plain", "signed", "plain", "thousands", "decimal_comma", "wan", "exponent", "huge"])
        self.shape = chooser.choice(["long", "long", "long", "matrix", "wide_time", "wide_layer"])
        self.grain = chooser.choice(["year", "month", "day", "hour"])
        self.time_style = chooser.choice(["iso", "iso", "slash", "zh"])
        if self.grain == "year" and self.time_style == "slash":
            self.time_style = "iso"
        self.with_layer = chooser.random() < 0.5
        self.with_time = chooser.random() < 0.7
        self.by_name = chooser.random() < 0.3
        self.language = chooser.choice(["en", "zh"])
        delimiter = chooser.choice([",", ";", "\t", "|"])
        self.dialect = Dialect(chooser.choice(list(ENCODINGS)), delimiter, chooser.choice(["\n", "\r\n"]),
                               chooser.random() < 0.2, chooser.random() < 0.1)

    def place(self, of_id):
        return NAMES[of_id] if self.by_name else of_id

    def make(self):
        rows, header, records, fields = getattr(self, "make_" + self.shape)()
        mapping = self.dialect.mapping + STYLE_MAPPING.get(self.style, []) + fields
        if self.time_style != "iso":
            mapping.append("@time_forms=any")
        lines = [self.dialect.record(cells) for cells in [header] + records]
        # A zero on the diagonal of a matrix says that nobody counted there; elsewhere zero is a value.
        kept = [row for row in rows if self.shape != "matrix" or row.origin != row.destination or row.value != 0]
        return case(f"random {self.number} {self.shape} {self.style}", self.dialect, lines, mapping, len(rows), kept, [])

    def random_ends(self):
        return self.chooser.choice(IDS), self.chooser.choice(IDS)

    def place_fields(self, names):
        kind = "_name" if self.by_name else ""
        return [f"{names['origin']}=origin{kind}", f"{names['destination']}=destination{kind}"]

    def make_long(self):
        chooser, names = self.chooser, HEADERS[self.language]
        rows, records = [], []
        for _ in range(chooser.randint(1, 40)):
            origin, destination = self.random_ends()
            layer = chooser.choice(LAYERS) if self.with_layer else "flows"
            time = random_time(chooser, self.grain) if self.with_time else ""
            row = Row(origin, destination, layer, time, random_value(chooser, self.style))
            rows.append(row)
            cells = [self.place(origin), self.place(destination)]
            cells += [layer] if self.with_layer else []
            cells += [write_time(time, self.time_style)] if self.with_time else []
            records.append(cells + [write_value(chooser, row.value, self.style)])
        fields = self.place_fields(names) + [names["value"] + "=value"]
        header = [names["origin"], names["destination"]]
        if self.with_layer:
            header.append(names["layer"])
            fields.append(names["layer"] + "=layer")
        if self.with_time:
            header.append(names["time"])
            fields.append(names["time"] + "=time")
        return rows, header + [names["value"]], records, fields

    def make_matrix(self):
        chooser, names = self.chooser, HEADERS[self.language]
        origins = chooser.sample(IDS, chooser.randint(1, 6))
        destinations = chooser.sample(IDS, chooser.randint(1, 6))
        rows, records = [], []
        for origin in origins:
            cells = [self.place(origin)]
            for destination in destinations:
                value = random_value(chooser, self.style)
                rows.append(Row(origin, destination, "flows", "", value))
                cells.append(write_value(chooser, value, self.style))
            records.append(cells)
        header = [names["origin"]] + [self.place(destination) for destination in destinations]
        kind = "_name" if self.by_name else ""
        return rows, header, records, [names["origin"] + "=origin" + kind] + [
            f"{column}=value@destination" for column in header[1:]]

    def make_wide(self, things, field):
        chooser, names = self.chooser, HEADERS[self.language]
        rows, records = [], []
        for _ in range(chooser.randint(1, 12)):
            origin, destination = self.random_ends()
            cells = [self.place(origin), self.place(destination)]
            for layer, time, _ in things:
                value = random_value(chooser, self.style)
                rows.append(Row(origin, destination, layer, time, value))
                cells.append(write_value(chooser, value, self.style))
            records.append(cells)
        header = [names["origin"], names["destination"]] + [written for _, _, written in things]
        return rows, header, records, self.place_fields(names) + [f"{column}={field}" for column in header[2:]]

    def make_wide_time(self):
        times = sorted({random_time(self.chooser, self.grain) for _ in range(self.chooser.randint(1, 6))})
        return self.make_wide([("flows", time, write_time(time, self.time_style)) for time in times], "value@time")

    def make_wide_layer(self):
        layers = self.chooser.sample(LAYERS, self.chooser.randint(1, 3))
        return self.make_wide([(layer, "", layer) for layer in layers], "value@layer")


# ---------------------------------------------------------------- bad inputs

# What is put into a cell of a good row, and the code that must come of it.
BAD_CELLS = {
    "value": [("", "missing-value"), ("-", "missing-value"), ("nan", "not-finite"), ("NaN", "not-finite"), ("inf", "not-finite"),
              ("-inf", "not-finite"), ("1e400", "out-of-range"), ("-1e400", "out-of-range"), ("+5", "bad-number"),
              (" 5", "bad-number"), ("5 ", "bad-number"), ("0x10", "bad-number"), ("abc", "bad-number"), ("1.2.3", "bad-number"),
              ("5%", "bad-number"), ("NA", "bad-number"), ("=1+1", "bad-number"), ("1.5万", "bad-number"),
              ("(1)", "bad-number"), ("１２", "bad-number"), ("1,234", "thousands-separator"),
              ("1,234,567", "thousands-separator"), ("9007199254740993", "inexact-number")],
    "origin": [("", "missing-id"), ("999999", "unknown-place"), ("10100", "unknown-place"), ("11000", "unknown-place"),
               ("1.1E+05", "excel-number"), ("3.202E+05", "excel-number"), ("110000 ", "unknown-place"),
               ("'110000", "unknown-place"), ("Robert'); DROP TABLE flows;--", "unknown-place"), ("%s%n", "unknown-place")],
    "destination": [("", "missing-id"), ("999999", "unknown-place"), ("3.202E+05", "excel-number"), ("../../etc", "unknown-place")],
    "layer": [("", "missing-layer")],
    "time": [("2020-13-01", "bad-time"), ("2020-02-30", "bad-time"), ("2021-02-29", "bad-time"), ("yesterday", "bad-time"),
             ("2020-00-10", "bad-time"), ("2020-1-1x", "bad-time"), ("２０２０-01-01", "bad-time")],
}
COLUMNS = ["origin", "destination", "layer", "time", "value"]


def good_rows():
    return [Row(IDS[index % 7], IDS[(index * 5 + 1) % 7], LAYERS[index % 2], f"2020-01-{index % 20 + 1:02}", Decimal(index) / 4)
            for index in range(9)]


def cells_of(row):
    return [row.origin, row.destination, row.layer, row.time, plain(row.value)]


def dialects():
    for encoding in ENCODINGS:
        for delimiter in [",", ";", "\t", "|"]:
            yield Dialect(encoding, delimiter, "\n" if delimiter in ",|" else "\r\n", delimiter == "|", encoding == "utf-8" and delimiter == ";")


def bad_case(name, dialect, spoil, at, expected):
    """`spoil(lines, at)` puts the fault into row `at` (0: the first below the header)."""
    rows = good_rows()
    lines = [dialect.record(COLUMNS)] + [dialect.record(cells_of(row)) for row in rows]
    kept = [row for index, row in enumerate(rows) if index != at]
    spoil(lines, at + 1)
    mapping = dialect.mapping + [f"{column}={column}" for column in COLUMNS]
    return case(name, dialect, lines, mapping, len(rows), kept, expected)


def cell_faults(dialect):
    for column, faults in BAD_CELLS.items():
        index = COLUMNS.index(column)
        for number, (text, code) in enumerate(faults):
            at = [0, 4, 8][number % 3]

            def spoil(lines, line, text=text, index=index, row=good_rows()[at]):
                cells = cells_of(row)
                cells[index] = text
                lines[line] = dialect.record(cells)

            yield bad_case(f"{column} {text!r} {dialect.encoding} {dialect.delimiter!r}", dialect, spoil, at,
                           [[at + 2, column, code]])


def structure_faults(dialect):
    delimiter = dialect.delimiter
    name = f"{dialect.encoding} {delimiter!r}"

    def too_few(lines, line):
        lines[line] = lines[line].rsplit(delimiter, 1)[0]

    def too_many(lines, line):
        lines[line] += delimiter + "7"

    def stray(lines, line):
        lines[line] = lines[line].replace('"', "") + 'x"y'

    def after_quote(lines, line):
        lines[line] = '"110000"x' + lines[line][lines[line].index(delimiter):]

    def nul(lines, line):
        lines[line] = lines[line].replace("20", "2\0", 1)

    for at in [0, 4, 7]:
        yield bad_case(f"too few {at} {name}", dialect, too_few, at, [[at + 2, "", "ragged-row"]])
        yield bad_case(f"too many {at} {name}", dialect, too_many, at, [[at + 2, "", "ragged-row"]])
        yield bad_case(f"stray quote {at} {name}", dialect, stray, at, [[at + 2, "", "stray-quote"]])
        yield bad_case(f"text after a quote {at} {name}", dialect, after_quote, at, [[at + 2, "", "stray-quote"]])
        yield bad_case(f"nul {at} {name}", dialect, nul, at, [[at + 2, "", "nul-byte"]])


def byte_faults():
    """Bytes that are no character, in the middle of a layer's name."""
    spoiled = {"utf-8": [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xe4\xb8", b"\xf8\x88\x80\x80\x80", b"\x80", b"\xf4\x90\x80\x80"],
               "gb18030": [b"\xff", b"\x81\x20", b"\x81\x30\x81", b"\xfe\x39\x39\x39"],
               "utf-16-le": [b"\x00\xd8", b"\x00\xdc", b"\x00\xdcx\x00"], "utf-16-be": [b"\xd8\x00", b"\xdc\x00", b"\xdc\x00\x00x"]}
    codes = {"utf-8": "bad-utf8", "gb18030": "bad-gb18030", "utf-16-le": "bad-utf16", "utf-16-be": "bad-utf16"}
    for encoding, faults in spoiled.items():
        for delimiter in [",", ";", "\t"]:
            dialect = Dialect(encoding, delimiter)
            for number, bad in enumerate(faults):
                at = [0, 4, 8][number % 3]

                def spoil(lines, line, dialect=dialect, bad=bad):
                    text = dialect.text_bytes(lines[line])
                    where = text.index(dialect.text_bytes(delimiter)) if encoding != "utf-16-be" else \
                        2 * lines[line].index(delimiter)
                    lines[line] = text[:where] + bad + text[where:]

                yield bad_case(f"bytes {bad.hex()} {encoding} {delimiter!r}", dialect, spoil, at, [[at + 2, "", codes[encoding]]])


def pairs_of_faults():
    """Two faults in one file, and two in one row: both are told, the row is lost once."""
    for dialect in dialects():
        faulty = good_rows()
        lines = [dialect.record(COLUMNS)]
        for index, row in enumerate(faulty):
            cells = cells_of(row)
            if index == 2:
                cells[0], cells[4] = "999999", "abc"
            if index == 6:
                cells[3] = "2020-02-30"
            lines.append(dialect.record(cells))
        kept = [row for index, row in enumerate(faulty) if index not in (2, 6)]
        yield case(f"three faults {dialect.encoding} {dialect.delimiter!r}", dialect, lines,
                   dialect.mapping + [f"{column}={column}" for column in COLUMNS], 9, kept,
                   [[4, "origin", "unknown-place"], [4, "value", "bad-number"], [8, "time", "bad-time"]])


def bad_cases():
    for dialect in dialects():
        yield from cell_faults(dialect)
        yield from structure_faults(dialect)
    yield from byte_faults()
    yield from pairs_of_faults()


def main(arguments):
    if arguments[:1] == ["random"] and len(arguments) == 3:
        cases = (RandomCase(number, arguments[2]).make() for number in range(int(arguments[1])))
    elif arguments == ["bad"]:
        cases = bad_cases()
    else:
        sys.exit(__doc__)
    out = sys.stdout
    out.write(json.dumps({"places": PLACES}, ensure_ascii=False) + "\n")
    for made in cases:
        out.write(json.dumps(made, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
