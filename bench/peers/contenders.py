"""Who is measured and how each is run: a page in a headless browser, a program of node, or flowspace. One shared answer."""
import base64
import http.server
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.parse

TITLES = {
    "flowspace": "flowspace",
    "flowspace_gl": "flowspace, arcs by OpenGL",
    "deck_records": "deck.gl ArcLayer",
    "deck_fast": "deck.gl ArcLayer, tuned",
    "deck_rows": "deck.gl ArcLayer, tuned",
    "echarts_lines": "ECharts-GL lines3D",
    "flowmap_all": "flowmap.gl, every flow",
    "flowmap_usual": "flowmap.gl as it comes",
    "crossfilter": "crossfilter2",
    "arquero": "Arquero",
    "duckdb": "DuckDB",
    "arrays": "typed arrays, one scan",
}


class Watched:
    """A process group with a time limit and the most memory it had (proportional set size, so shared pages count once)."""

    def __init__(self, words, limit_s, env=None, stdout=subprocess.DEVNULL):
        self.process = subprocess.Popen(words, stdout=stdout, stderr=subprocess.DEVNULL, env=env, start_new_session=True)
        self.until = time.monotonic() + limit_s
        self.peak_mb = 0
        self.over = threading.Event()
        threading.Thread(target=self._sample, daemon=True).start()

    def _sample(self):
        while not self.over.wait(0.25):
            total = 0
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    if os.getsid(int(pid)) == self.process.pid:
                        with open(f"/proc/{pid}/smaps_rollup") as file:
                            total += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
                except (OSError, StopIteration):
                    pass
            self.peak_mb = max(self.peak_mb, total * 1024 / 1e6)

    def left_s(self):
        return max(0.0, self.until - time.monotonic())

    def end(self):
        self.over.set()
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


class Server:
    """Gives pages, bundles and data to the browser on loopback, and takes what pages tell."""

    def __init__(self, here, bundles, data):
        self.told = queue.Queue()
        folders = {"bundle": bundles, "data": data, "page": os.path.join(here, "page")}
        told = self.told

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                _, kind, *rest = urllib.parse.urlparse(self.path).path.split("/")
                path = os.path.join(folders.get(kind, "/nowhere"), *rest)
                if ".." in rest or not os.path.isfile(path):
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(os.path.getsize(path)))
                self.send_header("Content-Type", "text/html" if path.endswith(".html") else "text/javascript" if path.endswith(".js") else "application/octet-stream")
                self.end_headers()
                with open(path, "rb") as file:
                    shutil.copyfileobj(file, self.wfile, 1 << 20)

            def do_POST(self):
                told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # a browser that was ended leaves its connections open
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def address(self, peer, data, runs):
        asked = urllib.parse.urlencode({"peer": peer, "data": data, "runs": runs})
        return f"http://127.0.0.1:{self.server.server_port}/page/page.html?{asked}"


BROWSER = ["chromium", "--headless=new", "--no-sandbox", "--no-first-run", "--disable-extensions", "--disable-background-networking",
           "--disable-component-update", "--disable-gpu-watchdog", "--ignore-gpu-blocklist", "--use-gl=angle", "--window-size=1280,720",
           "--force-device-scale-factor=1", "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
           "--js-flags=--max-old-space-size=12288"]
# Mesa's rasteriser, which flowspace is given too, is the faster of the two for the pages; SwiftShader is chromium's own.
RASTERISERS = {"llvmpipe": ["--use-angle=gl-egl"], "swiftshader": ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
               "gpu": ["--use-angle=gl-egl"]}


def run_page(server, peer, data, runs, limit_s, rasteriser="llvmpipe"):
    """What the page told, put together; `failed` says what went wrong, and what was told before stays."""
    answer = {}
    profile = tempfile.mkdtemp()
    while not server.told.empty():
        server.told.get()
    env = os.environ | {"HOME": profile} | ({} if rasteriser == "gpu" else {"LIBGL_ALWAYS_SOFTWARE": "1"})
    page = Watched(BROWSER + RASTERISERS[rasteriser] + [f"--user-data-dir={profile}", server.address(peer, data, runs)], limit_s, env)
    try:
        while "done" not in answer and "failed" not in answer:
            try:
                answer |= server.told.get(timeout=min(1, max(0.01, page.left_s())))
            except queue.Empty:
                if page.left_s() <= 0:
                    answer["failed"] = f"not done within {limit_s} s"
                elif page.process.poll() is not None:
                    answer["failed"] = "the browser ended"
    finally:
        answer["memory_mb"] = [page.peak_mb]
        page.end()
        shutil.rmtree(profile, ignore_errors=True)
    if "picture" in answer:
        answer["picture"] = base64.b64decode(answer["picture"])
    return answer


def run_node(here, name, folder, runs, limit_s):
    with tempfile.TemporaryFile("w+") as out:
        program = Watched(["node", "--max-old-space-size=16384", os.path.join(here, "node", name + ".js"), folder, str(runs)], limit_s, stdout=out)
        try:
            program.process.wait(timeout=limit_s)
        except subprocess.TimeoutExpired:
            return {"failed": f"not done within {limit_s} s", "memory_mb": [program.peak_mb]}
        finally:
            program.end()
        out.seek(0)
        text = out.read()
    answer = json.loads(text) if text.strip() else {"failed": f"ended with {program.process.returncode}"}
    return answer | {"memory_mb": [program.peak_mb]}


# What the rows of `flowspace bench peers` are called here; of its runs it tells the quartiles.
ROWS = {
    "peers/tables opened": "opened",
    "peers/first picture from tables in memory": "first",
    "peers/frame, comets move": "frame",
    "peers/frame, camera turns": "turned",
    "peers/window of 30 steps moved to finished frame, every pair": "window30",
    "peers/window of 30 steps moved to finished frame, the strongest as the window shows them": "usual30",
    "peers/window of 30 steps moved, sums alone": "sums30",
    "peers/window of 180 steps moved to finished frame, every pair": "window180",
    "peers/window of 180 steps moved to finished frame, the strongest as the window shows them": "usual180",
    "peers/window of 180 steps moved, sums alone": "sums180",
}


def run_flowspace(program, arcs, tables, runs, limit_s, picture):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "told.json")
        bench = Watched([program, "bench", "peers", *tables, "--arcs", arcs, "--runs", str(runs), "--picture", picture, "-o", out], limit_s)
        try:
            bench.process.wait(timeout=limit_s)
            failed = None if bench.process.returncode == 0 else f"ended with {bench.process.returncode}"
        except subprocess.TimeoutExpired:
            failed = f"not done within {limit_s} s"
        finally:
            bench.end()
        if failed:
            return {"failed": failed, "memory_mb": [bench.peak_mb]}
        with open(out, encoding="utf-8") as file:
            rows = {row["name"]: [row["quarter"], row["median"], row["three_quarters"]] for row in json.load(file)["results"]}
    answer = {ROWS[name]: values for name, values in rows.items() if name in ROWS}
    for what, key in (("whole", "whole"), ("30 steps from the 100th", "checked")):
        if f"peers/{what}/arcs" in rows:
            answer[key] = {part: rows[f"peers/{what}/{part}"][1] for part in ("arcs", "sum")}
    with open(picture, "rb") as file:
        answer["picture"] = file.read()
    return answer | {"memory_mb": [bench.peak_mb]}
