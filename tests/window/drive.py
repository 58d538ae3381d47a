#!/usr/bin/env python3
"""Drives the real window under Xvfb with a mouse and a keyboard.

Each step is checked by what the program says of its state (FLOWSPACE_STATE_DUMP) and kept as a screenshot.
Usage: drive.py PROGRAM OUT_FOLDER. It waits for states, never for a time, so slow machines only take longer.
"""
import os
import shutil
import subprocess
import sys
import time

from desk import HEIGHT, PATIENCE_S, WIDTH, Desk

EXPORT_BUTTON = (1203, 376)


def window_of(state):
    return state["filter"]["window"]


def months(time_text):
    return int(time_text[:4]) * 12 + int(time_text[5:7])


def x_of(time_text):
    """Where a month of the built-in atlas (2019-01 to 2023-12) lies on the timeline."""
    return round(24 + (months(time_text) - months("2019-01")) / 60 * (WIDTH - 48))


def layers_and_time(desk):
    start = desk.step("01-start", lambda s: s["selected"] is None and s["shown"]["people"]["shown"] > 100)
    desk.home = start["camera"]
    desk.move(640, 300)
    desk.key("1")
    desk.step("02-layer-off", lambda s: "people" not in s["filter"]["layers"] and "people" not in s["shown"])
    desk.key("ctrl+z")
    desk.step("03-undone", lambda s: "people" in s["filter"]["layers"] and s["shown"]["people"]["shown"] > 100)
    desk.key("ctrl+shift+z")
    desk.step("04-redone", lambda s: "people" not in s["filter"]["layers"])
    desk.key("1")
    desk.step("05-layer-on", lambda s: "people" in s["filter"]["layers"] and s["current_layer"] == "people")

    desk.drag(x_of("2020-05"), 660, x_of("2022-03"), 660)
    desk.step("06-brushed", lambda s: window_of(s) == {"from": "2020-05", "to": "2022-03"})
    desk.drag(x_of("2022-03"), 660, x_of("2022-09"), 660)
    desk.step("07-handle", lambda s: window_of(s) == {"from": "2020-05", "to": "2022-09"})
    desk.drag(x_of("2021-05"), 650, x_of("2021-03"), 650)
    desk.step("08-moved", lambda s: window_of(s) == {"from": "2020-03", "to": "2022-07"})
    desk.click(1020, 604)
    desk.until("date field active", lambda s: s["typing"])
    desk.xdotool("type", "2020-06")
    desk.key("Return")
    desk.step("09-typed", lambda s: window_of(s) == {"from": "2020-06", "to": "2022-07"})
    desk.key("ctrl+z")
    desk.step("10-untyped", lambda s: window_of(s) == {"from": "2020-03", "to": "2022-07"})

    desk.move(640, 300)
    desk.key("space")
    desk.step("11-playing", lambda s: s["playing"] and months(window_of(s)["from"]) >= months("2020-05"))
    desk.key("space")
    paused = desk.step("12-paused", lambda s: not s["playing"])
    desk.key("bracketleft")
    desk.step("13-stepped", lambda s: months(window_of(s)["from"]) == months(window_of(paused)["from"]) - 1)


def picking(desk):
    state = desk.state()
    x, y = state["places_px"]["510100"]
    desk.move(x, y)
    desk.step("14-city-hovered", lambda s: s["hover"] == {"place": "510100"})
    desk.click(x, y)
    desk.step("15-city", lambda s: s["selected"] == {"place": "510100"})
    desk.key("Escape")
    desk.step("16-let-go", lambda s: s["selected"] is None)
    hover_an_arc(desk, state["places_px"]["110000"], state["places_px"]["310000"])
    arc = desk.step("17-arc-hovered", lambda s: "flow" in s["hover"])["hover"]
    desk.hold()
    desk.release()
    desk.step("18-arc", lambda s: s["selected"] == arc and s["hover"] == arc)
    desk.key("Escape")
    desk.step("19-arc-let-go", lambda s: s["selected"] is None)


def hover_an_arc(desk, start, end):
    """Points across the country's busiest line until an arc lies under the pointer."""
    for part in range(4, 37):
        for side in (0, 10, 20, -10):
            x = round(start[0] + (end[0] - start[0]) * part / 40 + side)
            y = round(start[1] + (end[1] - start[1]) * part / 40)
            desk.move(x, y)
            if "flow" in (desk.state().get("hover") or {}):
                return
    desk.fail("no arc under the pointer")


def searching_and_focus(desk):
    desk.key("slash")
    desk.until("search focused", lambda s: s["typing"])
    desk.xdotool("type", "420100")
    desk.step("20-search", lambda s: s["popover"] == "search" and s["search"] == "420100" and s["typing"])
    desk.key("Return")
    desk.step("21-found", lambda s: s["selected"] == {"place": "420100"} and abs(s["camera"][0] - 114.3) < 0.3
              and s["camera"][2] <= 1200)
    desk.click(95, 147)
    desk.step("22-out", lambda s: s["filter"]["direction"] == "out" and s["filter"]["focus"] == ["420100"])
    desk.move(620, 120)
    desk.key("Escape")
    desk.step("23-selection-gone", lambda s: s["selected"] is None and s["filter"]["focus"] == ["420100"])
    desk.key("Escape")
    desk.step("24-focus-gone", lambda s: s["filter"]["focus"] == [] and s["filter"]["direction"] == "all")


def camera(desk):
    before = desk.state()["camera"]
    desk.move(620, 300)
    desk.xdotool("click", "4", "click", "4", "click", "4")
    zoomed = desk.step("25-zoomed", lambda s: s["camera"][2] < before[2])["camera"]
    desk.drag(620, 300, 520, 300)
    desk.step("26-panned", lambda s: s["camera"][0] > zoomed[0])
    desk.drag(620, 300, 700, 200, button=3)
    desk.step("27-turned", lambda s: s["camera"][3] > 5 and s["camera"][4] != 0)
    desk.key("Home")
    desk.step("28-home", lambda s: all(abs(now - then) < 0.01 for now, then in zip(s["camera"], desk.home)))


def levels_and_spaces(desk):
    """Between cities and groups, the map and the space of flows, one window and another: one in the middle of the other."""
    desk.key("m")
    desk.step("60-flow-space", lambda s: s["space"] == "flow")
    desk.key("h", "h")
    desk.step("61-agglomerations", lambda s: s["level"] == "agglomeration")
    desk.key("m", "h")
    desk.until("provinces on the map", lambda s: s["space"] == "map" and s["level"] == "province")
    desk.key("c")
    desk.step("62-compared", lambda s: s["compared"])
    desk.key("h", "c")
    desk.step("63-cities-again", lambda s: s["level"] == "place" and not s["compared"])


def side_by_side(desk):
    """Two maps and the one that the panels speak of, a swipe whose line is dragged, four maps, one again."""
    desk.move(640, 300)
    desk.key("v")
    cells = desk.step("70-two-maps", lambda s: s["maps"] == 2 and len(s["cells"]) == 2)["cells"]
    x, y = cells[1][0] + 12, cells[1][1] + 60
    desk.click(x, y)
    desk.step("71-second-map", lambda s: s["own_map"] == 1)
    desk.key("o")
    box = desk.step("72-swipe", lambda s: s["swipe"] == 0.5 and s["cells"][0] == s["cells"][1])["cells"][0]
    line, y = round((box[0] + box[2]) / 2), box[1] + 100
    desk.drag(line, y, line - 80, y)
    desk.step("73-line-dragged", lambda s: s["swipe"] < 0.45)
    desk.move(640, 300)
    desk.key("ctrl+z")
    desk.until("one drag is one step", lambda s: s["swipe"] == 0.5)
    desk.key("o", "v")
    desk.step("74-four-maps", lambda s: s["maps"] == 4 and len(s["cells"]) == 4)
    desk.key("v")
    desk.until("one map", lambda s: s["maps"] == 1 and s["cells"] == [])
    desk.key("Escape")
    desk.step("75-alone-again", lambda s: s["selected"] is None)


def linked_views(desk):
    """The table under the map and the map answer each other; the keyboard is enough."""
    desk.key("d")
    box = desk.step("50-views", lambda s: s["view"] == 0 and s["layout"]["views"][3] > 0)["layout"]["views"]
    x, y = (box[0] + box[2]) / 2 - 60, box[1] + 10 + 28 + 8 + 28 + 4 + 24 + 22 * 2.5
    desk.move(x, y)
    pointed = desk.step("51-row-pointed-at", lambda s: "flow" in (s["hover"] or {}))["hover"]
    desk.click(x, y)
    desk.step("52-row-selected", lambda s: s["selected"] == pointed)
    desk.key("j")
    desk.step("53-next-row", lambda s: "flow" in (s["selected"] or {}) and s["selected"] != pointed)
    desk.key("k")
    desk.step("54-row-before", lambda s: s["selected"] == pointed)
    desk.key("period")
    desk.step("55-ranking", lambda s: s["view"] == 1)
    desk.key("comma")
    desk.step("56-pairs", lambda s: s["view"] == 0)
    desk.key("Escape")
    desk.until("nothing selected", lambda s: s["selected"] is None)
    desk.key("d")
    desk.step("59-views-closed", lambda s: s["view"] is None)


def analyses(desk):
    """An analysis is chosen, run and shown on the map; the same question is answered at once."""
    desk.key("a")
    box = desk.step("57-analyses", lambda s: s["analysis"]["open"] and s["layout"]["analysis"][3] > 0)["layout"]["analysis"]
    left, top, bottom = box[0] + 16, box[1] + 10 + 28 + 6, box[3] - 10 - 14
    desk.click(left + 60, top + 15)  # the list of analyses opens below
    time.sleep(0.3)
    desk.click(left + 60, top + 30 + 2 + 4 + 14)  # the first
    desk.until("the first analysis is chosen", lambda s: s["analysis"]["name"] == "aggregation")
    desk.click(left + 20, bottom)
    answered = desk.step("58-answered", lambda s: s["analysis"]["rows"] > 0 and s["analysis"]["current"] and not s["analysis"]["busy"])
    desk.key("2")
    desk.until("one layer more", lambda s: len(s["filter"]["layers"]) != len(answered["filter"]["layers"]))
    desk.key("ctrl+z")
    desk.until("the same question again", lambda s: s["analysis"]["current"] and s["analysis"]["rows"] == answered["analysis"]["rows"])
    desk.key("ctrl+z")
    desk.until("no analysis", lambda s: s["analysis"]["name"] is None)
    desk.key("a")
    desk.until("analyses closed", lambda s: not s["analysis"]["open"] and s["layout"]["inspector"][3] > 0)


def importing(desk):
    """A table as a Chinese office program writes it: GB18030, semicolons, names instead of codes, and a mistake."""
    table = os.path.join(desk.folder, "flows-gbk.csv")
    with open(table, "wb") as file:
        file.write("出发地;目的地;日期;客流量\n北京市;天津市;2020-01-01;1200\n天津市;北京市;2020-01-02;1300.5\n"
                   "北京市;哪里;2020-01-02;7\n".encode("gb18030"))
    desk.key("ctrl+o")
    desk.step("40-browsing", lambda s: s["popover"] == "browse")
    desk.until("typing a path", lambda s: s["typing"])
    desk.xdotool("type", "--delay", "20", table)
    desk.key("Return")
    desk.step("41-looked-at", lambda s: s["popover"] == "import" and s["import"]["stage"] == "asking"
              and s["import"]["files"][0]["columns"] == ["出发地", "目的地", "日期", "客流量"] and s["import"]["faults"] == 0)
    desk.key("Return")
    desk.step("42-loaded", lambda s: s["import"]["stage"] == "loaded" and s["rows"] == 2 and "flows-gbk.csv" in s["title"])
    desk.key("Return")
    desk.step("43-on-the-map", lambda s: s["popover"] == "none" and s["shown"]["flows"]["selected"] == 2)


def style_and_size(desk):
    desk.key("l")
    desk.step("29-english", lambda s: s["style"]["language"] == "en")
    desk.key("ctrl+z")
    desk.step("30-chinese-again", lambda s: s["style"]["language"] == "zh")
    desk.click(1032, 22)
    desk.step("31-english-by-button", lambda s: s["style"]["language"] == "en")
    desk.move(620, 300)
    desk.key("t")
    desk.step("32-paper", lambda s: s["style"]["theme"] == "paper")
    desk.key("question")
    desk.step("33-keys", lambda s: s["popover"] == "keys")
    desk.key("Escape")
    desk.step("34-keys-closed", lambda s: s["popover"] == "none")
    desk.key("F5")
    desk.step("35-presenting", lambda s: s["presenting"])
    desk.key("F5")
    desk.step("36-panels-again", lambda s: not s["presenting"])
    window = subprocess.run(["xdotool", "search", "--pid", str(desk.app.pid)], env=desk.env, check=True,
                            capture_output=True, text=True).stdout.split()[-1]
    for width, height in ((1, 1), (40, 900), (1280, 1), (300, 200), (1, 700), (640, 480), (WIDTH, HEIGHT)):
        desk.xdotool("windowsize", window, width, height)
    desk.until("full size again", lambda s: s["layout"]["map"][2] > 700)
    desk.move(621, 301)
    desk.key("t")
    desk.step("37-after-resizing", lambda s: s["style"]["theme"] == "contrast" and s["layout"]["map"][2] > 600)
    return window


def processor_seconds(process):
    with open(f"/proc/{process.pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def hiding(desk, window):
    """Out of sight it costs at most 5 % of a core, and comes back."""
    desk.xdotool("windowunmap", "--sync", window)
    time.sleep(1)
    begin, used = time.monotonic(), processor_seconds(desk.app)
    time.sleep(4)
    share = (processor_seconds(desk.app) - used) / (time.monotonic() - begin)
    if share > 0.05:
        desk.fail(f"hidden it takes {share:.0%} of a core")
    desk.xdotool("windowmap", "--sync", window)
    desk.move(600, 280)
    desk.step("38-in-sight-again", lambda s: s["pointer"][:2] == [600, 280])


def keyboard(desk):
    """Everything without the mouse: find by pinyin, pin, keep a view, walk the controls, undo."""
    desk.move(620, 300)
    desk.key("slash")
    desk.until("search focused", lambda s: s["typing"])
    desk.xdotool("type", "--delay", "20", "chongqing")
    desk.until("found by pinyin", lambda s: s["search"] == "chongqing")
    desk.key("Return")
    desk.until("chongqing", lambda s: s["selected"] == {"place": "500000"} and not s["typing"]
               and s["camera"][2] <= 1200)
    desk.key("p")
    desk.step("50-pinned", lambda s: s["pins"] == [{"place": "500000"}])
    desk.key("ctrl+b")
    desk.until("kept", lambda s: len(s["bookmarks"]) == 1)
    desk.key("Tab", "Tab", "Tab")
    desk.step("51-keyboard", lambda s: s["keyboard"])
    desk.key("Escape")
    desk.until("keyboard left", lambda s: not s["keyboard"] and s["selected"] is not None)
    desk.key("Home")
    desk.until("home", lambda s: s["camera"][2] > 3000)
    desk.key("ctrl+1")
    desk.step("52-bookmark", lambda s: s["camera"][2] <= 1300)
    desk.key("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
    desk.until("undone", lambda s: s["pins"] == [])
    desk.key("ctrl+shift+z", "ctrl+shift+z", "ctrl+shift+z", "ctrl+shift+z")
    desk.until("redone", lambda s: len(s["bookmarks"]) == 1 and s["pins"] != [])


def exporting(desk):
    """A picture is made beside the window, of what is on screen, and stands where the panel says."""
    desk.until("all keys taken", lambda s: s["popover"] == "none" and not s["typing"])
    desk.key("ctrl+shift+z", "x")  # nothing to redo; a letter in the frame of a Ctrl key is a letter
    opened = desk.step("64-export", lambda s: s["popover"] == "exporting" and s["export"]["path"].endswith(".png"))
    desk.click(*EXPORT_BUTTON)
    desk.step("65-exported", lambda s: s["export"]["stage"] == "done")
    with open(opened["export"]["path"], "rb") as picture:
        if not picture.read(8).startswith(b"\x89PNG"):
            desk.fail("exported: no PNG")
    os.remove(opened["export"]["path"])
    desk.key("x")
    desk.until("export closed", lambda s: s["popover"] == "none")


def surviving_a_kill(desk):
    """Killed five seconds after a change, it offers the change at the next start, and does nothing unasked."""
    window = desk.state()["filter"]["window"]
    desk.key("bracketleft")
    before = desk.until("changed", lambda s: s["pins"] != [] and s["filter"]["window"] != window)
    time.sleep(5)
    desk.app.kill()
    desk.app.wait()
    desk.app = subprocess.Popen([desk.program, "view", "--lang", "zh"], env=desk.env, stderr=desk.stderr)
    desk.step("53-offered", lambda s: s["recovery"] == 1 and s["pins"] == [])
    desk.move(620, 300)
    desk.key("Tab", "Return")
    desk.step("54-restored", lambda s: s["recovery"] == 0 and s["pins"] == before["pins"]
              and len(s["bookmarks"]) == 1 and s["filter"]["window"] == before["filter"]["window"])


def presenting(desk):
    """The built-in story: on by a clicker, a live answer and back to where it was, black, the pen, and out as before."""
    before = desk.until("its card laid out", lambda s: s["pins"] != [] and s["layout"]["map"][3] < 400)
    desk.move(620, 300)
    desk.key("F5")
    desk.step("67-story", lambda s: s["story"]["scene"] == "cities" and s["presenting"])
    desk.key("Next")
    desk.until("second scene", lambda s: s["story"]["scene"] == "people" and s["story"]["time"] >= 11.5)
    desk.key("3", "Return")
    desk.until("third scene", lambda s: s["story"]["scene"] == "circle")
    shanghai = desk.until("places on screen", lambda s: "310000" in s["places_px"])["places_px"]["310000"]
    desk.click(*shanghai)
    desk.step("68-answer", lambda s: s["story"]["answering"] and s["selected"] == {"place": "310000"}
              and s["layout"]["inspector"][2] > 0)
    desk.key("Escape")
    desk.step("69-story-again", lambda s: s["story"]["scene"] == "circle" and not s["story"]["answering"])
    desk.key("b")
    desk.step("70-black", lambda s: s["story"]["black"])
    desk.key("period")
    desk.until("light again", lambda s: not s["story"]["black"])
    desk.key("p")
    desk.drag(500, 200, 700, 260)
    desk.step("71-pen", lambda s: s["story"]["strokes"] == 1 and s["story"]["tool"] == "pen")
    desk.key("n")
    desk.step("72-notes", lambda s: s["story"]["notes"])
    desk.key("Prior")
    desk.until("back", lambda s: s["story"]["scene"] == "people" and s["story"]["strokes"] == 0)
    desk.key("F5")
    after = desk.step("73-as-before", lambda s: s["story"] is None and not s["presenting"])
    for part in ("filter", "camera", "selected", "style", "pins"):
        if after[part] != before[part]:
            desk.fail(f"presenting changed {part}: {before[part]} became {after[part]}")
    desk.until("the window as large as before", lambda s: s["layout"] == before["layout"])
    desk.key("s")
    desk.step("67-scenes", lambda s: s["popover"] == "story")
    desk.key("Escape")
    desk.until("scenes closed", lambda s: s["popover"] == "none")


def closing(desk):
    """Asked to close as a window manager asks; the process ends within a second of processor time."""
    desk.key("ctrl+q")
    try:
        desk.app.wait(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        desk.fail("closing: still running")
    if desk.app.returncode != 0:
        desk.fail(f"closing: exit status {desk.app.returncode}")
    desk.stderr.seek(0)
    said = desk.stderr.read().strip()
    if said:
        desk.fail("stderr is not empty: " + said)
    print("ok: 39-closed")


def main():
    desk = Desk(sys.argv[1], sys.argv[2])
    try:
        layers_and_time(desk)
        picking(desk)
        searching_and_focus(desk)
        camera(desk)
        levels_and_spaces(desk)
        side_by_side(desk)
        linked_views(desk)
        analyses(desk)
        hiding(desk, style_and_size(desk))
        keyboard(desk)
        exporting(desk)
        surviving_a_kill(desk)
        presenting(desk)
        importing(desk)
        closing(desk)
    finally:
        desk.close()


if __name__ == "__main__":
    main()
