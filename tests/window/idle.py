#!/usr/bin/env python3
"""A window in which nothing moves draws nothing: no frame in ten seconds. Says what processor time they took.

Usage: idle.py PROGRAM OUT_FOLDER.
"""
import json
import os
import subprocess
import sys
import time

from desk import Desk

IDLE_S = 10


def processor_s(process):
    with open(f"/proc/{process.pid}/stat") as file:
        parts = file.read().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def last_frames(desk):
    """The count of frames in the last line written; lines come every 30 frames, and whenever the state changes."""
    return desk.state().get("frames", 0)


def main():
    desk = Desk(sys.argv[1], sys.argv[2])
    try:
        desk.until("starts", lambda s: s["frames"] > 0)
        desk.app.kill()
        desk.app.wait()
        view = os.path.join(desk.folder, "still.flowview.json")
        with open(view, "w") as file:
            json.dump({"flowspace_view": 1, "view": {"style": {"reduced_motion": True}}}, file)
        open(desk.dump, "w").close()
        desk.app = subprocess.Popen([desk.program, "view", "--lang", "zh", "--view", os.path.abspath(view)],
                                    env=desk.env, stderr=desk.stderr)
        desk.until("opens the still view", lambda s: s["frames"] > 0)
        # Until it has settled: names come, charts are counted. A state is written every 30 frames, so a second
        # without one is a second of fewer than 30.
        before = -1
        while before != os.path.getsize(desk.dump):
            before = os.path.getsize(desk.dump)
            time.sleep(3)
        lines, used_s = before, processor_s(desk.app)
        time.sleep(IDLE_S)
        used_s = processor_s(desk.app) - used_s
        print(f"{IDLE_S} idle seconds: {1000 * used_s:.0f} ms of processor time, state of frame {last_frames(desk)}")
        if os.path.getsize(desk.dump) != lines:
            desk.fail("a window in which nothing moves was drawn")
        # And it wakes: a key changes what is shown. The count says how few frames there were before.
        frames = last_frames(desk)
        desk.key("d")
        state = desk.until("wakes", lambda s: s["frames"] > frames)
        if state["frames"] > frames + 12:  # those in which it settled before, and in which it woke
            desk.fail(f"{state['frames'] - frames} frames were drawn while nothing moved")
        print("ok: idle", flush=True)
    finally:
        desk.close()


if __name__ == "__main__":
    main()
