"""The real window under Xvfb, driven with a mouse and a keyboard, and what the program says of its state."""
import json
import os
import shutil
import subprocess
import sys
import time

PATIENCE_S = 90
WIDTH, HEIGHT = 1280, 720


class Desk:
    """A display of our own with the program in it."""

    def __init__(self, program, folder, more_env=None, view=("--lang", "zh")):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        self.folder = folder
        self.dump = os.path.join(folder, "state.jsonl")
        open(self.dump, "w").close()
        reading, writing = os.pipe()
        self.xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-noreset"],
            pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as numbers:
            self.display = ":" + numbers.readline().strip()
        self.program = program = os.path.abspath(program)
        self.env = dict(os.environ, DISPLAY=self.display, FLOWSPACE_STATE_DUMP=self.dump,
                        XDG_STATE_HOME=os.path.join(os.path.abspath(folder), "state"), **(more_env or {}))
        self.stderr = open(os.path.join(folder, "stderr"), "w+")
        self.app = subprocess.Popen([program, "view", *view], env=self.env, stderr=self.stderr, cwd=folder)

    def close(self):
        for process in (self.app, self.xvfb):
            if process.poll() is None:
                process.kill()
            process.wait()

    def state(self):
        """The last whole line the program wrote; none yet gives an empty state."""
        with open(self.dump, "rb") as file:
            file.seek(0, os.SEEK_END)
            size = file.tell()
            file.seek(max(0, size - 65536))
            lines = [line for line in file.read().split(b"\n")[:-1] if line.startswith(b"{")]
        try:
            return json.loads(lines[-1])
        except (IndexError, ValueError):
            return {}

    def until(self, what, holds):
        """Waits until `holds(state)`; gives that state."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if self.app.poll() is not None:
                self.fail(f"{what}: the program ended with {self.app.returncode}")
            state = self.state()
            try:
                if holds(state):
                    return state
            except (KeyError, TypeError):
                pass
            time.sleep(0.02)
        self.fail(f"{what}: never came true")

    def step(self, name, holds):
        state = self.until(name, holds)
        subprocess.run(["import", "-window", "root", os.path.join(self.folder, name + ".png")], env=self.env, check=True)
        print("ok:", name, flush=True)
        return state

    def fail(self, message):
        self.stderr.seek(0)
        print("FAILED:", message, "\nlast state:", json.dumps(self.state())[:1500], "\n" + self.stderr.read())
        self.close()
        sys.exit(1)

    def quit(self):
        """By its key: it ends well and said nothing."""
        self.key("ctrl+q")
        self.app.wait(timeout=PATIENCE_S)
        self.stderr.seek(0)
        said = self.stderr.read().strip()
        if self.app.returncode != 0 or said:
            self.fail(f"closing: {self.app.returncode}: {said}")

    def xdotool(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.env, check=True, stdout=subprocess.DEVNULL)

    def move(self, x, y):
        self.xdotool("mousemove", int(x), int(y))
        self.until(f"pointer at {x}, {y}", lambda s: s["pointer"][:2] == [int(x), int(y)])

    def hold(self, button=1):
        self.xdotool("mousedown", button)
        self.until("button down", lambda s: s["pointer"][2] == 1)

    def release(self, button=1):
        self.xdotool("mouseup", button)
        self.until("button up", lambda s: s["pointer"][2] == 0)

    def click(self, x, y):
        self.move(x, y)
        self.hold()
        self.release()

    def drag(self, x0, y0, x1, y1, button=1):
        self.move(x0, y0)
        self.hold(button)
        for part in (0.1, 0.5, 1):
            self.move(round(x0 + (x1 - x0) * part), round(y0 + (y1 - y0) * part))
        self.release(button)

    def key(self, *keys):
        self.xdotool("key", *keys)
