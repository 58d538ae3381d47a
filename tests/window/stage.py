#!/usr/bin/env python3
"""Drives what a presenter prepares and sees: scenes dragged into order, and the window of their own.

Usage: stage.py PROGRAM OUT_FOLDER. As drive.py it waits for states, never for a time.
"""
import subprocess
import sys
import time

from desk import PATIENCE_S, Desk

ROW_X, FIRST_ROW_Y, ROW_PX = 900, 120, 32  # of the story panel


def row_y(row):
    return FIRST_ROW_Y + row * ROW_PX


def ordering(desk):
    """A scene goes where it is dragged; that is one step of undo. The arrow keys move the one the keyboard is on."""
    desk.until("drawn", lambda s: s["shown"]["people"]["shown"] > 100)
    desk.move(640, 300)
    desk.key("s")
    desk.step("01-scenes", lambda s: s["popover"] == "story")
    desk.drag(ROW_X, row_y(0), ROW_X, row_y(2))
    dragged = desk.step("02-dragged", lambda s: len(s["scene_ids"]) >= 8)["scene_ids"]
    if dragged.index("cities") != 2 or dragged[0] != "people":
        desk.fail(f"the first scene was dragged to the third place, and the order is {dragged}")
    desk.key("ctrl+z")
    desk.until("undone in one step", lambda s: s["scene_ids"] == [])
    desk.key("ctrl+shift+z")
    desk.until("redone", lambda s: s["scene_ids"] == dragged)
    desk.move(640, 300)
    for _ in range(80):
        desk.key("Tab", "Up")
        time.sleep(0.2)
        order = desk.state()["scene_ids"]
        if order != dragged:
            break
    else:
        desk.fail("no scene was moved by the keyboard")
    if sorted(order) != sorted(dragged):
        desk.fail(f"moving by the keyboard made {order} of {dragged}")
    desk.step("03-by-keyboard", lambda s: s["keyboard"])
    desk.key("Escape")
    desk.until("the keyboard left", lambda s: not s["keyboard"])
    desk.key("Escape")
    desk.until("closed", lambda s: s["popover"] == "none")


def windows_named(desk, name):
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", name], env=desk.env, capture_output=True,
                           text=True)
    return found.stdout.split()


def until_windows(desk, name, count):
    end = time.monotonic() + PATIENCE_S
    while len(windows_named(desk, name)) != count:
        if time.monotonic() > end:
            desk.fail(f"{name}: not {count} windows")
        time.sleep(0.05)


def own_window(desk):
    """The presenter's window comes and goes by a key, leads the story by its own keys, and is gone with the telling."""
    desk.key("F5")
    desk.until("told", lambda s: s["story"] is not None and not s["story"]["window"])
    desk.key("v")
    desk.until("wished for", lambda s: s["story"]["window"])
    until_windows(desk, "Presenter", 1)
    row = desk.state()["story"]["row"]
    desk.key("Next")
    desk.step("04-own-window", lambda s: s["story"]["row"] == row + 1)
    window = windows_named(desk, "Presenter")[0]
    subprocess.run(["xdotool", "windowraise", window, "windowfocus", window], env=desk.env, check=True)
    desk.key("End")
    desk.step("05-led-from-there", lambda s: s["story"]["row"] == s["story"]["scenes"] - 1)
    for _ in range(3):
        desk.key("v")
        desk.until("gone", lambda s: not s["story"]["window"])
        until_windows(desk, "Presenter", 0)
        desk.key("v")
        desk.until("back", lambda s: s["story"]["window"])
        until_windows(desk, "Presenter", 1)
    desk.key("F5")
    desk.until("left", lambda s: s["story"] is None)
    until_windows(desk, "Presenter", 0)


def main():
    desk = Desk(sys.argv[1], sys.argv[2], view=("--lang", "en"))
    try:
        ordering(desk)
        own_window(desk)
        desk.quit()
    finally:
        desk.close()


if __name__ == "__main__":
    main()
