#!/usr/bin/env python3
"""Two ClickHouse servers and one PostgreSQL on loopback, for as long as standard input stays open.

    servers.py DIRECTORY

Their data lie under DIRECTORY (emptied first). Prints one line of JSON with the ports when all three answer, then obeys
lines on standard input: `stop NAME`, `start NAME`, `freeze NAME`, `thaw NAME` (NAME: shard1, shard2, postgres), each
answered with `done`. At the end of standard input, or when the caller dies, the servers stop. Exit status 3: a server
is not installed; the message says how to get it.
"""
import ctypes
import glob
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

PASSWORD = "correct horse"  # of the test's own users; the tests look for it in every message
START_S = 60


def fail(message, status=3):
    print(message, file=sys.stderr)
    sys.exit(status)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def die_with_parent():
    os.setpgrp()
    ctypes.CDLL("libc.so.6").prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Server:
    """A process that can be stopped, started again, frozen and thawed."""

    def __init__(self, command, log, answers, **options):
        self.command, self.log, self.answers, self.options = command, log, answers, options
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            preexec_fn=die_with_parent, **self.options)

    def wait_until_it_answers(self):
        end = time.monotonic() + START_S
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                with open(self.log, errors="replace") as log:
                    fail("".join(log.readlines()[-20:]) + f"{self.command[0]}: did not start", 1)
            time.sleep(0.05)

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.thaw()
        self.process.send_signal(signal.SIGINT)  # PostgreSQL: a fast shutdown
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def signal_all(self, number):
        """PostgreSQL's children lead process groups of their own."""
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(children) as listed:
            for process in [self.process.pid, *map(int, listed.read().split())]:
                os.kill(process, number)

    def freeze(self):
        self.signal_all(signal.SIGSTOP)

    def thaw(self):
        self.signal_all(signal.SIGCONT)


CLICKHOUSE_CONFIG = """<?xml version="1.0"?>
<yandex>
  <logger><level>warning</level><console>1</console></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>{http}</http_port><tcp_port>{tcp}</tcp_port><interserver_http_port>{interserver}</interserver_http_port>
  <path>{directory}/</path><tmp_path>{directory}/tmp/</tmp_path><user_files_path>{directory}/files/</user_files_path>
  <users_config>users.xml</users_config><default_profile>default</default_profile>
  <default_database>default</default_database><timezone>UTC</timezone><mark_cache_size>268435456</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size><max_concurrent_queries>100</max_concurrent_queries>
  <builtin_dictionaries_reload_interval>3600</builtin_dictionaries_reload_interval>
  <remote_servers><two>{shards}</two></remote_servers>
</yandex>
"""
CLICKHOUSE_USERS = """<?xml version="1.0"?>
<yandex>
  <profiles>
    <default><max_memory_usage>4000000000</max_memory_usage></default>
    <readonly><readonly>1</readonly></readonly>
    <lossy><readonly>1</readonly><skip_unavailable_shards>1</skip_unavailable_shards></lossy>
    <careless><skip_unavailable_shards>1</skip_unavailable_shards></careless>
    <hasty><max_rows_to_read>1000</max_rows_to_read><read_overflow_mode>break</read_overflow_mode></hasty>
  </profiles>
  <users>{users}</users>
  <quotas><default/></quotas>
</yandex>
"""
CLICKHOUSE_USER = """<{name}><password>{password}</password><networks><ip>127.0.0.1</ip></networks>
  <profile>{profile}</profile><quota>default</quota></{name}>"""


def clickhouse_program():
    program = shutil.which("clickhouse-server", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin")
    if not program:
        fail("ClickHouse is not installed, expected: apt-get install clickhouse-server clickhouse-client (or scripts/install)")
    return program


def clickhouse(directory, http, tcp, interserver, both_tcp):
    os.makedirs(directory)
    shards = "".join(f"<shard><replica><host>127.0.0.1</host><port>{port}</port></replica></shard>" for port in both_tcp)
    with open(f"{directory}/config.xml", "w") as config:
        config.write(CLICKHOUSE_CONFIG.format(http=http, tcp=tcp, interserver=interserver, directory=directory,
                                              shards=shards))
    users = [("default", "", "default"), ("reader", PASSWORD, "readonly"), ("writer", PASSWORD, "default"),
             ("lossy", "", "lossy"), ("careless", "", "careless"), ("hasty", "", "hasty")]
    with open(f"{directory}/users.xml", "w") as config:
        config.write(CLICKHOUSE_USERS.format(users="".join(
            CLICKHOUSE_USER.format(name=name, password=password, profile=profile) for name, password, profile in users)))

    def answers():
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{http}/ping", timeout=1).read() == b"Ok.\n"
        except OSError:
            return False

    return Server([clickhouse_program(), f"--config-file={directory}/config.xml"], f"{directory}/server.log", answers,
                  cwd=directory)


def postgres_programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    if not found:
        fail("PostgreSQL is not installed, expected: apt-get install postgresql-15 (or scripts/install)")
    return found[-1]


def postgres_user():
    """PostgreSQL refuses to run as root: then as its own user, or nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        except KeyError:
            continue
    fail("PostgreSQL does not run as root, expected a user postgres or nobody")


def postgres_directory(wanted, as_user):
    """`wanted`, or a place that the other user can reach where the path to `wanted` is closed to it."""
    os.makedirs(wanted)
    if not as_user:
        return wanted
    os.chown(wanted, as_user["user"], as_user["group"])
    if subprocess.run(["test", "-w", wanted], **as_user).returncode == 0:
        return wanted
    path = f"/var/tmp/flowspace-postgres-{os.getpid()}"
    os.makedirs(path)
    os.chown(path, as_user["user"], as_user["group"])
    return path


def postgres(directory, port):
    programs, as_user = postgres_programs(), postgres_user()
    directory = postgres_directory(directory, as_user)
    password_file = f"{directory}/password"
    with open(password_file, "w") as file:
        file.write(PASSWORD)
    if as_user:
        os.chown(password_file, as_user["user"], as_user["group"])
    subprocess.run([f"{programs}/initdb", "-D", f"{directory}/data", "-U", "owner", "-E", "UTF8", "--locale=C.UTF-8",
                    "--auth=scram-sha-256", f"--pwfile={password_file}", "--no-sync", "--no-instructions"],
                   check=True, stdout=subprocess.DEVNULL, cwd=directory, **as_user)
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off",
                "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB", "max_wal_size": "2GB",
                "logging_collector": "off", "timezone": "UTC", "jit": "off"}
    command = [f"{programs}/postgres", "-D", f"{directory}/data"]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]

    def answers():
        return subprocess.run([f"{programs}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode == 0

    server = Server(command, f"{directory}/server.log", answers, cwd=directory, **as_user)
    server.directory = directory
    return server


def main():
    if len(sys.argv) != 2:
        fail(__doc__, 2)
    clickhouse_program()
    postgres_programs()
    directory = os.path.abspath(sys.argv[1])
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    http1, tcp1, inter1, http2, tcp2, inter2, pg = free_ports(7)
    servers = {
        "shard1": clickhouse(f"{directory}/shard1", http1, tcp1, inter1, [tcp1, tcp2]),
        "shard2": clickhouse(f"{directory}/shard2", http2, tcp2, inter2, [tcp1, tcp2]),
        "postgres": postgres(f"{directory}/postgres", pg),
    }
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        for server in servers.values():
            server.start()
        for server in servers.values():
            server.wait_until_it_answers()
        print(json.dumps({"shard1": http1, "shard2": http2, "postgres": pg, "password": PASSWORD}), flush=True)
        for line in sys.stdin:
            what, name = line.split()
            if what == "start":
                servers[name].start()
                servers[name].wait_until_it_answers()
            else:
                {"stop": servers[name].stop, "freeze": servers[name].freeze, "thaw": servers[name].thaw}[what]()
            print("done", flush=True)
    finally:
        for server in servers.values():
            server.stop()
        if servers["postgres"].directory != f"{directory}/postgres":
            shutil.rmtree(servers["postgres"].directory, ignore_errors=True)


if __name__ == "__main__":
    main()
