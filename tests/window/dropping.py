#!/usr/bin/env python3
"""Files dropped from another program onto the real window, by the protocol of the X window system (XDND 5): onto the panel
of analyses they are tables, elsewhere they are opened.

Usage: dropping.py PROGRAM OUT_FOLDER
"""
import ctypes
import os
import subprocess
import sys
import time
import urllib.parse

from desk import Desk, PATIENCE_S

CLIENT_MESSAGE, SELECTION_NOTIFY, SELECTION_REQUEST = 33, 31, 30
ATOM, CURRENT_TIME, LONG = 4, 0, ctypes.c_long


class ClientMessage(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int), ("display", ctypes.c_void_p),
                ("window", ctypes.c_ulong), ("message", ctypes.c_ulong), ("format", ctypes.c_int), ("data", LONG * 5)]


class SelectionRequest(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int), ("display", ctypes.c_void_p),
                ("owner", ctypes.c_ulong), ("requestor", ctypes.c_ulong), ("selection", ctypes.c_ulong),
                ("target", ctypes.c_ulong), ("property", ctypes.c_ulong), ("time", ctypes.c_ulong)]


class SelectionAnswer(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int), ("display", ctypes.c_void_p),
                ("requestor", ctypes.c_ulong), ("selection", ctypes.c_ulong), ("target", ctypes.c_ulong),
                ("property", ctypes.c_ulong), ("time", ctypes.c_ulong)]


class Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("client", ClientMessage), ("request", SelectionRequest),
                ("answer", SelectionAnswer), ("room", LONG * 24)]


class Source:
    """Another program's window that files are dragged from."""

    def __init__(self, display):
        self.x = x = ctypes.CDLL("libX11.so.6")
        x.XOpenDisplay.restype = ctypes.c_void_p
        for name in ("XInternAtom", "XCreateSimpleWindow", "XDefaultRootWindow"):
            getattr(x, name).restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(x.XOpenDisplay(display.encode()))
        root = ctypes.c_ulong(x.XDefaultRootWindow(self.display))
        self.window = x.XCreateSimpleWindow(self.display, root, 0, 0, 1, 1, 0, ctypes.c_ulong(0), ctypes.c_ulong(0))

    def atom(self, name):
        return self.x.XInternAtom(self.display, name.encode(), 0)

    def send(self, to, event):
        if self.x.XSendEvent(self.display, ctypes.c_ulong(to), 0, LONG(0), ctypes.byref(event)) == 0:
            raise RuntimeError("the event was not sent")
        self.x.XFlush(self.display)

    def tell(self, target, name, *data):
        event = Event()
        event.client = ClientMessage(CLIENT_MESSAGE, 0, 1, self.display, target, self.atom(name), 32,
                                     (LONG * 5)(self.window, *data, *[0] * (4 - len(data))))
        self.send(target, event)

    def wait_for(self, name, files):
        """Until the target says `name`; meanwhile it is handed the files when it asks for them."""
        end = time.monotonic() + PATIENCE_S
        event = Event()
        while time.monotonic() < end:
            if self.x.XPending(self.display) == 0:
                time.sleep(0.01)
                continue
            self.x.XNextEvent(self.display, ctypes.byref(event))
            if event.type == SELECTION_REQUEST:
                self.hand_over(event.request, files)
            if event.type == CLIENT_MESSAGE and event.client.message == self.atom(name):
                return list(event.client.data)
        raise RuntimeError(f"the window never said {name}")

    def hand_over(self, asked, files):
        text = "".join("file://" + urllib.parse.quote(path) + "\r\n" for path in files).encode()
        self.x.XChangeProperty(self.display, ctypes.c_ulong(asked.requestor), ctypes.c_ulong(asked.property),
                               ctypes.c_ulong(asked.target), 8, 0, text, len(text))
        event = Event()
        event.answer = SelectionAnswer(SELECTION_NOTIFY, 0, 1, self.display, asked.requestor, asked.selection, asked.target,
                                       asked.property, asked.time)
        self.send(asked.requestor, event)

    def drop(self, target, files, x, y):
        listed, copy = self.atom("text/uri-list"), self.atom("XdndActionCopy")
        self.x.XSetSelectionOwner(self.display, ctypes.c_ulong(self.atom("XdndSelection")), ctypes.c_ulong(self.window),
                                  ctypes.c_ulong(CURRENT_TIME))
        self.tell(target, "XdndEnter", 5 << 24, listed)
        self.tell(target, "XdndPosition", 0, x << 16 | y, CURRENT_TIME, copy)
        said = self.wait_for("XdndStatus", files)
        if said[1] & 1 == 0:
            raise RuntimeError("the window refuses the files")
        self.tell(target, "XdndDrop", 0, CURRENT_TIME)
        self.wait_for("XdndFinished", files)


def choose_the_header(desk, source, window):
    """Two lines of titles are found; another header is chosen, shown at once, and taken back by Ctrl Z."""
    table = os.path.join(desk.folder, "titles.csv")
    with open(table, "w", encoding="utf-8") as file:
        file.write("2020年城市间客流\n单位：人次\n出发地,目的地,日期,客流量\n北京市,天津市,2020-01-01,120\n上海市,苏州市,2020-01-01,300\n")
    desk.move(500, 300)
    source.drop(window, [table], 500, 300)

    def has_columns(*names):
        return lambda s: any(file["path"] == table and tuple(file["columns"]) == names for file in s["import"]["files"])

    whole = ("出发地", "目的地", "日期", "客流量")
    state = desk.step("the header is below the titles", has_columns(*whole))
    row = next(row for row, file in enumerate(state["import"]["files"]) if file["path"] == table)
    desk.click(140, 156 + 48 * row)  # its entry in the list of files
    time.sleep(0.5)
    desk.click(386, 159)  # the header's line; its choices open below, 28 px each
    time.sleep(0.5)
    desk.click(386, 159 + 18 + 28 + 14)
    desk.step("the second line is the header", has_columns("单位：人次"))
    desk.key("ctrl+z")
    desk.step("Ctrl Z takes it back", has_columns(*whole))


def main():
    program, out = sys.argv[1:]
    desk = Desk(program, os.path.abspath(out))
    try:
        desk.until("the map", lambda s: s["shown"])
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(desk.app.pid)], env=desk.env,
                               capture_output=True, text=True, check=True).stdout.split()
        source = Source(desk.display)
        costs = os.path.join(desk.folder, "费用 minutes.csv")  # a name with a blank and Chinese
        with open(costs, "w", encoding="utf-8") as file:
            file.write("origin,destination,minutes\n110000,120000,30\n120000,110000,35\n")
        desk.key("a")
        box = desk.until("the panel", lambda s: s["analysis"]["open"] and s["layout"]["analysis"][3] > 0)["layout"]["analysis"]
        left, top = box[0] + 16, box[1] + 10 + 28 + 6
        desk.click(left + 60, top + 15)  # the list of analyses opens below
        drawn = desk.state()["frames"]
        desk.until("the list is drawn", lambda s: s["frames"] > drawn + 3)
        desk.click(left + 60, top + 30 + 2 + 4 + 14)  # the first
        desk.until("an analysis", lambda s: s["analysis"]["name"] == "aggregation")
        inside = (round((box[0] + box[2]) / 2), round((box[1] + box[3]) / 2))
        desk.move(*inside)  # where a hand would drag to
        source.drop(int(found[-1]), [costs], *inside)
        state = desk.step("the file is its table", lambda s: s["analysis"]["tables"] == {"cost": costs})
        assert not state["analysis"]["busy"] and state["analysis"]["rows"] == 0, "nothing is read before a person says so"
        assert state["import"]["stage"] == "empty", "a table of an analysis is not opened as flows"
        desk.move(500, 300)
        source.drop(int(found[-1]), [costs], 500, 300)
        desk.step("elsewhere it is opened", lambda s: s["import"]["stage"] != "empty")
        assert desk.state()["analysis"]["tables"] == {"cost": costs}
        choose_the_header(desk, source, int(found[-1]))
    finally:
        desk.close()
    print("ok: files dropped onto the window")


if __name__ == "__main__":
    main()
