"""Pictures small enough to be kept with the documents: PNG of at most 256 colours, by whole numbers only, so alike everywhere."""
import struct
import zlib

import numpy

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def read(path):
    """The picture as numbers of shape (height, width, 3). Reads what this module and flowspace write: 8 bit, not interlaced."""
    with open(path, "rb") as file:
        data = file.read()
    chunks, at = {}, len(SIGNATURE)
    if not data.startswith(SIGNATURE):
        raise ValueError(f"{path}: not a PNG")
    while at < len(data):
        (length,) = struct.unpack(">I", data[at:at + 4])
        kind = data[at + 4:at + 8]
        chunks[kind] = chunks.get(kind, b"") + data[at + 8:at + 8 + length]
        at += 12 + length
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if depth != 8 or colour not in (2, 3) or interlaced:
        raise ValueError(f"{path}: found depth {depth} and colour type {colour}, expected 8 and 2 or 3")
    channels = 3 if colour == 2 else 1
    rows = numpy.frombuffer(zlib.decompress(chunks[b"IDAT"]), numpy.uint8).reshape(height, 1 + width * channels)
    pixels = numpy.zeros((height, width, channels), numpy.uint8)
    above = numpy.zeros((width, channels), numpy.uint8)
    for y in range(height):
        pixels[y] = above = unfiltered(path, rows[y, 0], rows[y, 1:].reshape(width, channels), above)
    if colour == 2:
        return pixels
    return numpy.frombuffer(chunks[b"PLTE"], numpy.uint8).reshape(-1, 3)[pixels[:, :, 0]]


def unfiltered(path, kind, row, above):
    """A row of a PNG without its filter (PNG specification, section 9); None, Sub and Up are enough for what is read here."""
    if kind == 0:
        return row
    if kind == 1:
        return numpy.cumsum(row, axis=0, dtype=numpy.uint64).astype(numpy.uint8)
    if kind == 2:
        return row + above
    raise ValueError(f"{path}: found a row with filter {kind}, expected 0, 1 or 2")


def reduced(pixels, most=256):
    """(palette, index per pixel): boxes of colours are halved where they differ most (median cut by variance, Heckbert 1982)."""
    codes = (pixels.astype(numpy.int64) * (1 << 16, 1 << 8, 1)).sum(axis=2)
    unique, place, counts = numpy.unique(codes, return_inverse=True, return_counts=True)
    colours = numpy.stack((unique >> 16, (unique >> 8) & 255, unique & 255), axis=1)
    boxes = [(spread(colours, counts), numpy.arange(len(unique)))]
    while len(boxes) < most:
        worst = max(range(len(boxes)), key=lambda at: boxes[at][0][0])
        (error, channel, middle), members = boxes[worst]
        if error == 0:
            break
        low = colours[members, channel] <= middle
        halves = [members[low], members[~low]]
        boxes[worst:worst + 1] = [(spread(colours[half], counts[half]), half) for half in halves]
    palette = numpy.zeros((len(boxes), 3), numpy.uint8)
    box_of = numpy.zeros(len(unique), numpy.uint8)
    for at, (_, members) in enumerate(boxes):
        weight = counts[members].sum()
        palette[at] = ((colours[members] * counts[members, None]).sum(axis=0) + weight // 2) // weight
        box_of[members] = at
    return palette, box_of[place].reshape(codes.shape)


def spread(colours, counts):
    """(sum of squared distances from the mean, channel of the largest, mean of that channel) of a box, in whole numbers."""
    weight = counts.sum()
    total = (colours * counts[:, None]).sum(axis=0)
    squared = (colours * colours * counts[:, None]).sum(axis=0)
    errors = squared - total * total // weight
    channel = int(errors.argmax())
    single = len(colours) == 1
    return (0 if single else int(errors[channel]), channel, int(total[channel] // weight))


def write(path, palette, indices):
    height, width = indices.shape
    rows = numpy.zeros((height, width + 1), numpy.uint8)
    rows[:, 1:] = indices

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    with open(path, "wb") as file:
        file.write(SIGNATURE)
        file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)))
        file.write(chunk(b"PLTE", palette.tobytes()))
        file.write(chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)))
        file.write(chunk(b"IEND", b""))
