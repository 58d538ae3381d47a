#!/usr/bin/env python3
"""Presents on one of two monitors: the story covers the chosen one, notes open on the other, and never lie over the picture unasked.

Usage: two_monitors.py PROGRAM OUT_FOLDER. Needs an X server that has two monitors: Xorg with its dummy driver; without it the test is skipped
(77).
"""
import os
import shutil
import subprocess
import sys
import time

from desk import PATIENCE_S, Desk

WIDTH, HEIGHT = 1280, 720  # of each
CONF = """
Section "Device"
  Identifier "dummy"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "dummy"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 2560 720
  EndSubSection
EndSection
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
EndSection
"""


def skip(why):
    print("skipped:", why)
    sys.exit(77)


class TwoMonitors(Desk):
    """A desk whose display has a second monitor beside the first."""

    def __init__(self, program, folder):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        self.folder = folder
        self.dump = os.path.join(folder, "state.jsonl")
        open(self.dump, "w").close()
        conf, log = (os.path.abspath(os.path.join(folder, name)) for name in ("xorg.conf", "xorg.log"))
        with open(conf, "w") as file:
            file.write(CONF)
        reading, writing = os.pipe()
        self.xvfb = subprocess.Popen(["Xorg", "-displayfd", str(writing), "-config", conf, "-logfile", log, "-noreset", "-novtswitch",
                                      "-sharevts", "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()
        if not number:
            skip("Xorg does not start here")
        self.program = os.path.abspath(program)
        self.env = dict(os.environ, DISPLAY=":" + number, FLOWSPACE_STATE_DUMP=self.dump,
                        XDG_STATE_HOME=os.path.join(os.path.abspath(folder), "state"))
        try:
            self.arrange()
        except subprocess.CalledProcessError:
            self.xvfb.kill()
            self.xvfb.wait()
            skip("this Xorg's dummy driver has no second monitor")
        self.stderr = open(os.path.join(folder, "stderr"), "w+")
        self.app = subprocess.Popen([self.program, "view", "--lang", "en"], env=self.env, stderr=self.stderr, cwd=folder)

    def arrange(self):
        self.xrandr("--output", "DUMMY0", "--mode", f"{WIDTH}x{HEIGHT}")
        self.xrandr("--addmode", "DUMMY1", f"{WIDTH}x{HEIGHT}")
        self.second("--right-of")

    def xrandr(self, *words):
        subprocess.run(["xrandr", *words], env=self.env, check=True, stdout=subprocess.DEVNULL)

    def second(self, where):
        self.xrandr("--output", "DUMMY1", "--mode", f"{WIDTH}x{HEIGHT}", where, "DUMMY0")
        self.xrandr("--query")  # the server looks, as at real monitors when they are plugged in

    def notes(self):
        """Where the window of notes is: x and width; nothing where there is none."""
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Presenter", "getwindowgeometry", "--shell"],
                               env=self.env, capture_output=True, text=True).stdout
        words = dict(line.split("=", 1) for line in found.splitlines() if "=" in line)
        return (int(words["X"]), int(words["WIDTH"])) if "X" in words and "WIDTH" in words else None

    def until_notes(self, what, holds):
        end = time.monotonic() + PATIENCE_S
        while not holds(self.notes()):
            if time.monotonic() > end:
                self.fail(f"{what}: notes are at {self.notes()}")
            time.sleep(0.05)
        print("ok:", what, flush=True)

    def told(self, window):
        self.key("F5")
        self.until("told", lambda s: s["story"] is not None and s["story"]["window"] == window)

    def left(self):
        self.key("F5")
        self.until("left", lambda s: s["story"] is None)
        self.until_notes("no notes without a story", lambda at: at is None)


def main():
    if not all(map(shutil.which, ("Xorg", "xrandr"))) or not os.path.exists("/usr/lib/xorg/modules/drivers/dummy_drv.so"):
        skip("no Xorg with a dummy driver")
    desk = TwoMonitors(sys.argv[1], sys.argv[2])
    try:
        desk.until("drawn", lambda s: s["shown"]["people"]["shown"] > 100)
        desk.move(640, 300)
        desk.told(window=True)
        desk.until_notes("notes open on the other monitor", lambda at: at and at[0] >= WIDTH and at[0] + at[1] <= 2 * WIDTH)
        desk.key("Next")
        desk.step("01-two-monitors", lambda s: s["story"]["row"] == 1)
        desk.xrandr("--output", "DUMMY1", "--off")
        desk.until_notes("notes go with their monitor", lambda at: at is None)
        desk.until("the story goes on", lambda s: s["story"]["row"] == 1 and not s["story"]["window"])
        desk.key("v")
        desk.until_notes("asked for, they stand in the corner", lambda at: at and at[0] >= WIDTH / 2)
        desk.left()
        desk.told(window=False)
        desk.left()
        desk.second("--same-as")
        desk.told(window=False)
        desk.left()
        print("ok: a mirror is no monitor for notes", flush=True)
        desk.quit()
    finally:
        desk.close()


if __name__ == "__main__":
    main()
