#!/usr/bin/env python3
"""Tells the built-in story for twenty minutes as a presenter would, with live questions and stray clicks between.

Nothing may go wrong on stage: no message over the picture, no word on stderr, after each question the story where it was,
memory no larger in the last quarter than in the second, and afterwards the window as before. Frame times are printed, not
judged: they belong to the machine. What an audience sees is how far pictures are apart; what a frame costs is printed beside it.
Usage: presentation.py PROGRAM OUT_FOLDER [SECONDS]
"""
import os
import random
import statistics
import sys
import time

from desk import HEIGHT, WIDTH, Desk

PAGE = {"next": "Next", "back": "Prior", "first": "Home", "last": "End"}
MOST_GROWTH = 1.05


def resident_mb(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024


class Presenter:
    def __init__(self, desk, seed):
        self.desk = desk
        self.random = random.Random(seed)
        self.done = {}
        self.answered = 0

    def turn_page(self):
        state = self.desk.state()["story"]
        row, last = state["row"], state["scenes"] - 1
        key = self.random.choices(["next", "back", "first", "last"], [10, 3, 1, 1])[0]
        wanted = {"next": min(row + 1, last), "back": max(row - 1, 0), "first": 0, "last": last}[key]
        self.desk.key(PAGE[key])
        if key == "next" and wanted != row:  # on the way to a scene the key only arrives at it
            end = time.monotonic() + 3
            while self.desk.state()["story"]["row"] == row and time.monotonic() < end:
                time.sleep(0.05)
            if self.desk.state()["story"]["row"] == row:
                self.desk.key(PAGE[key])
        self.desk.until(f"{key} from scene {row}", lambda s: s["story"]["row"] == wanted)

    def jump(self):
        row = self.random.randrange(self.desk.state()["story"]["scenes"])
        self.desk.key(*str(row + 1), "Return")
        self.desk.until(f"jump to {row}", lambda s: s["story"]["row"] == row)

    def ask(self):
        """A click on a city is answered; Esc goes back to where the story was."""
        before = self.desk.until("a scene", lambda s: s["story"]["tool"] == "none" and not s["story"]["black"])
        if not before["places_px"]:
            return
        place, px = self.random.choice(sorted(before["places_px"].items()))
        self.desk.click(*px)
        end = time.monotonic() + 3
        while not self.desk.state()["story"]["answering"] and time.monotonic() < end:
            time.sleep(0.05)
        asked = self.desk.state()["story"]
        if not asked["answering"]:
            return  # in the space of flows it stands elsewhere
        self.answered += 1
        if self.random.random() < 0.5:
            self.desk.xdotool("click", self.random.choice([4, 5]))
            self.desk.drag(600, 300, 700, 340)
        self.leave_answer()
        back = self.desk.until("the story again", lambda s: not s["story"]["answering"])["story"]
        if back["row"] != asked["row"] or abs(back["time"] - asked["time"]) > 3:
            self.desk.fail(f"asked at {asked}, came back to {back}")

    def leave_answer(self):
        """Esc, as often as it takes; one at a time, since one too many leaves the story."""
        while self.desk.state()["story"]["answering"]:
            was = self.desk.state()
            self.desk.key("Escape")
            self.desk.until("one step back", lambda s: s["selected"] != was["selected"] or not s["story"]["answering"])

    def stray_click(self):
        """Whatever lies there; a question that it begins is ended."""
        self.desk.click(self.random.randrange(40, WIDTH - 40), self.random.randrange(40, HEIGHT - 40))
        self.leave_answer()

    def black(self):
        self.desk.key("b")
        self.desk.until("black", lambda s: s["story"]["black"])
        time.sleep(1)
        self.desk.key("b")
        self.desk.until("light", lambda s: not s["story"]["black"])

    def draw(self):
        self.desk.key("p")
        self.desk.until("pen", lambda s: s["story"]["tool"] == "pen")
        self.desk.drag(300, 200, 300 + self.random.randrange(500), 200 + self.random.randrange(300))
        self.desk.until("a stroke", lambda s: s["story"]["strokes"] > 0)
        self.desk.key("p")
        self.desk.until("pen down", lambda s: s["story"]["tool"] == "none")

    def lens(self):
        self.desk.key("m")
        self.desk.until("magnifier", lambda s: s["story"]["tool"] == "magnifier")
        for _ in range(5):
            self.desk.move(self.random.randrange(200, 1000), self.random.randrange(200, 600))
        self.desk.key("m")
        self.desk.until("no magnifier", lambda s: s["story"]["tool"] == "none")

    def notes(self):
        was = self.desk.state()["story"]["notes"]
        self.desk.key("n")
        self.desk.until("notes", lambda s: s["story"]["notes"] != was)

    def language_and_theme(self):
        self.desk.key(self.random.choice(["l", "t"]))
        time.sleep(0.5)

    def wait(self):
        time.sleep(self.random.uniform(1, 6))

    def act(self):
        what, weights = zip((self.turn_page, 10), (self.wait, 8), (self.ask, 5), (self.stray_click, 3), (self.jump, 2),
                            (self.black, 1), (self.draw, 1), (self.lens, 1), (self.notes, 1), (self.language_and_theme, 1))
        action = self.random.choices(what, weights)[0]
        action()
        self.done[action.__name__] = self.done.get(action.__name__, 0) + 1
        state = self.desk.state()
        if state["popover"] != "none" or not state["presenting"]:
            self.desk.fail(f"after {action.__name__} something stands over the picture, or the story was left")


def frame_times(path):
    """(from each picture to the next, what each frame took), ms, ascending."""
    with open(path, encoding="ascii") as file:
        frames = [tuple(map(float, line.split())) for line in file if line.endswith("\n")]  # the last one is under way
    shown = [1000 * began_s + took_ms for began_s, took_ms in frames]
    return sorted(b - a for a, b in zip(shown, shown[1:])), sorted(took for _, took in frames)


def spread(name, ms):
    def share(part):
        return ms[min(len(ms) - 1, int(part * len(ms)))]

    middle = statistics.median(ms)
    return (f"{name}: {len(ms)}, median {middle:.1f} ms, p95 {share(0.95):.1f}, p99 {share(0.99):.1f}, worst {ms[-1]:.1f}; "
            f"over twice the median {sum(t > 2 * middle for t in ms) / len(ms):.2%}")


def main():
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 1200
    times = os.path.join(os.path.abspath(sys.argv[2]), "frame_times")
    desk = Desk(sys.argv[1], sys.argv[2], {"FLOWSPACE_FRAME_TIMES": times})
    try:
        before = desk.until("a window", lambda s: s["layout"]["map"][2] > 0 and s["shown"])
        desk.key("F5")
        desk.until("the story", lambda s: s["story"]["row"] == 0)
        presenter = Presenter(desk, seed=1)
        memory_mb = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            presenter.act()
            memory_mb.append(resident_mb(desk.app))
        desk.key("F5")
        after = desk.until("the window again", lambda s: s["story"] is None and not s["presenting"])
        for state in (before, after):  # chosen on stage they stay
            del state["style"]["language"], state["style"]["theme"]
        for part in ("filter", "camera", "selected", "style", "pins"):
            if after[part] != before[part]:
                desk.fail(f"the story changed {part}: {before[part]} became {after[part]}")
        desk.stderr.seek(0)
        said = desk.stderr.read()
        if said:
            desk.fail(f"it said on stderr: {said}")
        quarter = max(1, len(memory_mb) // 4)
        early, late = max(memory_mb[quarter:2 * quarter + 1]), max(memory_mb[-quarter:])
        if late > MOST_GROWTH * early:
            desk.fail(f"memory grew from {early:.0f} to {late:.0f} MB")
        if presenter.answered < 0.3 * presenter.done.get("ask", 0):
            desk.fail(f"only {presenter.answered} of {presenter.done['ask']} questions were answered")
        apart, took = frame_times(times)
        print("done:", ", ".join(f"{name} {count}" for name, count in sorted(presenter.done.items())))
        print(f"memory: second quarter {early:.0f} MB, last quarter {late:.0f} MB")
        print(spread("pictures apart", apart))
        print(spread("frames took", took))
    finally:
        desk.close()


if __name__ == "__main__":
    main()
