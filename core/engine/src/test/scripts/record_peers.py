#!/usr/bin/python3
"""Records what real peers and our engine said to each other, live, between network namespaces.

usage: record_peers.py DIRECTORY [NAME...]     NAME: hosts-v1 hosts-v2 hosts-v3 frr bridge (default: all)
       record_peers.py --check NAME...         says what is missing for these and exits with 4, or says nothing

hosts-vN  three Linux hosts (force_igmp_version N) join, filter and leave by real sockets while our engine queries them.
          hosts-vN.pcapng is the link, hosts-vN.tsv what the hosts held (/proc/net/igmp, /proc/net/mcfilter) at moments.
frr       FRR's pimd and our engine query one link; either is killed and restarted. frr.tsv holds FRR's own view.
bridge    frames go into the ports of a Linux bridge and, at the same moment, of our switch; bridge.tsv holds each with
          what came out of each port of the bridge, and with its group database and router ports, read a moment later;
          switch.tsv what came out of ours, and its groups.

Needs root or user namespaces, iproute2, ethtool, a JDK 25 (JAVA25_HOME) and the compiled tests (mvn test-compile, or
HOPWIRE_CLASSPATH); root and frr for frr. Nothing leaves the namespaces; they, and all that runs in them, end with the
script, however it ends.
"""
import atexit, ctypes, glob, json, os, select, shutil, signal, socket, struct, subprocess, sys, tempfile, time

ENGINE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
PR_SET_PDEATHSIG = 1
LONGEST_SECONDS = 600
FRR = "/usr/lib/frr/"
ETH_P_ALL = 3
PACKET_OUTGOING = 4
OUR_MAC = "02:00:00:00:01:01"
libc = ctypes.CDLL(None, use_errno=True)


def run(*words, check=True, **how):
    done = subprocess.run(words, capture_output=True, text=True, **how)
    if check and done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def unshare(flags):
    if libc.unshare(flags):
        raise OSError(ctypes.get_errno(), "unshare: " + os.strerror(ctypes.get_errno()))


class Namespace:
    """A network namespace, held by a descriptor alone, so that it ends with the script."""

    def __init__(self):
        before = os.open("/proc/self/ns/net", os.O_RDONLY)
        unshare(CLONE_NEWNET)
        self.descriptor = os.open("/proc/self/ns/net", os.O_RDONLY)
        libc.setns(before, CLONE_NEWNET)
        os.close(before)
        self.path = f"/proc/self/fd/{self.descriptor}"
        self.sysctl("net.ipv6.conf.default.disable_ipv6=1", "net.ipv6.conf.all.disable_ipv6=1")
        self.run("ip", "link", "set", "lo", "up")

    def run(self, *words, check=True, others=()):
        return run("nsenter", "--net=" + self.path, *words, check=check,
                   pass_fds=[each.descriptor for each in (self, *others)])

    def sysctl(self, *settings):
        self.run("sysctl", "-qw", *settings)

    def __enter__(self):
        self.before = os.open("/proc/self/ns/net", os.O_RDONLY)
        if libc.setns(self.descriptor, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
        return self

    def __exit__(self, *failure):
        libc.setns(self.before, CLONE_NEWNET)
        os.close(self.before)


def link(here, name, mac, there, peer):
    """A pair: NAME with MAC in HERE, PEER in THERE; offloads off, so that a captured checksum is the real one."""
    here.run("ip", "link", "add", name, "address", mac, "type", "veth", "peer", "name", peer, "netns",
             there.path, others=[there])
    for where, each in ((here, name), (there, peer)):
        where.run("ip", "link", "set", "dev", each, "up")
        where.run("ethtool", "-K", each, "tx", "off", "rx", "off", "gso", "off", "gro", "off", "tso", "off")


def tap(namespace, interface):
    """Every frame of an interface, in and out."""
    with namespace:
        tapped = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        tapped.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        # membership in every group, as a switch's or router's port has it
        tapped.setsockopt(263, 1, struct.pack("@iHH8s", socket.if_nametoindex(interface), 1, 0, bytes(8)))
        tapped.setsockopt(263, 8, 1)  # PACKET_AUXDATA
        tapped.bind((interface, ETH_P_ALL))
    tapped.setblocking(False)
    return tapped


# -------------------------------------------------------------------------------------------------------- recording

def option(code, value):
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)


def block(kind, body):
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def write_capture(path, comment, frames):
    with open(path, "wb") as out:
        out.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) + option(1, comment.encode())
                        + option(4, b"record_peers.py") + option(0, b"")))
        out.write(block(1, struct.pack("<HHI", 1, 0, 65535) + option(2, b"lan") + option(9, b"\x09") + option(0, b"")))
        for when, data, outbound in frames:
            out.write(block(6, struct.pack("<IIIII", 0, when >> 32, when & 0xFFFFFFFF, len(data), len(data)) + data
                            + bytes(-len(data) % 4) + option(2, struct.pack("<I", 2 if outbound else 1))
                            + option(0, b"")))


def java():
    home = os.environ.get("JAVA25_HOME") or os.environ.get("JAVA_HOME")
    path = os.environ.get("HOPWIRE_CLASSPATH")
    if not path:
        jars = [max(glob.glob(os.path.expanduser("~/.m2/repository/" + each))) for each in
                ("org/agrona/agrona/*/agrona-2*.jar", "org/jctools/jctools-core-jdk11/*/*[0-9].jar",
                 "org/jctools/jctools-core/*/*[0-9].jar")]
        path = ":".join([ENGINE + "/target/test-classes", ENGINE + "/target/classes", *jars])
    # no shared performance data: its file is named by a process id, which two sessions' process namespaces both have
    return [home + "/bin/java" if home else "java", "@" + ENGINE
            + "/src/main/resources/org/hopwire/engine/hopwire.jvm", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1",
            "-Xmx256m", "-cp", path]


class Link:
    """Our engine's end of a link: carries frames between it and the engine, and writes them down."""

    def __init__(self, tapped):
        self.tapped = tapped
        self.engine = None
        self.frames = []
        self.marks = []
        self.answer = None
        self.buffer = b""

    def mark(self, kind, *fields):
        self.marks.append("\t".join([str(time.time_ns()), kind, *map(str, fields)]))
        print(f"{time.strftime('%T')} {kind} {' '.join(map(str, fields))[:150]}", file=sys.stderr)

    def start_engine(self, version, address):
        self.engine = subprocess.Popen([*java(), "org.hopwire.peers.LivePeer", str(version), address],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        os.set_blocking(self.engine.stdout.fileno(), False)
        self.buffer, self.started = b"", False
        self.carry(120, lambda: self.started or self.engine.poll() is not None)
        if not self.started:
            sys.exit("record_peers.py: our engine has not begun")

    def kill_engine(self):
        self.engine.kill()
        self.engine.wait()
        self.engine = None
        self.mark("engine-killed")

    def carry(self, seconds, until=lambda: False):
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            ready = [self.tapped] + ([self.engine.stdout] if self.engine else [])
            for each in select.select(ready, [], [], min(0.05, max(0.0, end - time.monotonic())))[0]:
                self.from_link() if each is self.tapped else self.from_engine()

    def from_link(self):
        try:
            data, (_, _, kind, _, _) = self.tapped.recvfrom(65535)
        except BlockingIOError:
            return
        if kind == PACKET_OUTGOING:
            return
        self.frames.append((time.time_ns(), data, False))
        if self.engine and self.started:
            self.engine.stdin.write(b"F" + struct.pack("!H", len(data)) + data)

    def from_engine(self):
        self.buffer += self.engine.stdout.read(65536) or b""
        while len(self.buffer) >= 3:
            length = struct.unpack("!H", self.buffer[1:3])[0]
            if len(self.buffer) < 3 + length:
                return
            kind, body, self.buffer = self.buffer[:1], self.buffer[3:3 + length], self.buffer[3 + length:]
            if kind == b"S":
                self.started = True
                self.mark("engine-started")
            elif kind == b"M":
                self.answer = body.decode()
            else:
                self.tapped.send(body)
                self.frames.append((time.time_ns(), body, True))

    def membership(self):
        """What our engine holds now: who queries, then a group a line."""
        self.answer = None
        self.engine.stdin.write(b"M\0\0")
        self.carry(30, lambda: self.answer is not None)
        if self.answer is None:
            sys.exit("record_peers.py: our engine has not answered within half a minute")
        return self.answer.strip().split("\n")

    def save(self, directory, name, comment):
        write_capture(f"{directory}/{name}.pcapng", comment, self.frames)
        with open(f"{directory}/{name}.tsv", "w") as out:
            out.write("\n".join(self.marks) + "\n")


# ------------------------------------------------------------------------------------------------------------ hosts

class Host:
    """A Linux host whose memberships are sockets: one for each group, in its namespace, held by this process."""

    def __init__(self, name, rank, segment, version):
        self.name, self.address = name, f"192.0.2.{rank}"
        self.namespace = Namespace()
        self.sockets = {}
        link(self.namespace, "eth0", f"02:00:00:00:01:{rank:02x}", segment, name)
        segment.run("ip", "link", "set", "dev", name, "master", "bridge")
        self.namespace.sysctl(f"net.ipv4.conf.eth0.force_igmp_version={version}")
        self.namespace.run("ip", "address", "add", self.address + "/24", "dev", "eth0")
        with self.namespace:
            self.interface = socket.if_nametoindex("eth0")

    def of(self, group):
        if group not in self.sockets:
            with self.namespace:
                self.sockets[group] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        return self.sockets[group]

    def option(self, group, name, value):
        self.of(group).setsockopt(socket.IPPROTO_IP, name, value)

    def membership(self, group, *sources):
        return b"".join(map(socket.inet_aton, (group, self.address, *sources)))

    @staticmethod
    def storage(address):
        return struct.pack("=HH4s", socket.AF_INET, 0, socket.inet_aton(address)) + bytes(120)

    def request(self, group, source=None):  # RFC 3678: struct group_req, group_source_req
        return struct.pack("=I4x", self.interface) + self.storage(group) + (self.storage(source) if source else b"")

    def do(self, what, group, *sources):
        """The calls of RFC 3678, old names and new."""
        if what == "IP_MSFILTER":
            mode, *sources = sources
            self.option(group, 41, self.membership(group) + struct.pack("=II", mode == "include", len(sources))
                        + b"".join(map(socket.inet_aton, sources)))
        elif what.startswith("MCAST"):
            names = {"MCAST_JOIN_GROUP": 42, "MCAST_BLOCK_SOURCE": 43, "MCAST_UNBLOCK_SOURCE": 44,
                     "MCAST_LEAVE_GROUP": 45, "MCAST_JOIN_SOURCE_GROUP": 46, "MCAST_LEAVE_SOURCE_GROUP": 47}
            self.option(group, names[what], self.request(group, *sources))
        else:
            names = {"IP_ADD_MEMBERSHIP": 35, "IP_DROP_MEMBERSHIP": 36, "IP_UNBLOCK_SOURCE": 37, "IP_BLOCK_SOURCE": 38,
                     "IP_ADD_SOURCE_MEMBERSHIP": 39, "IP_DROP_SOURCE_MEMBERSHIP": 40}
            # struct ip_mreq has the group and the interface, ip_mreq_source the source behind them
            self.option(group, names[what], self.membership(group, *sources))

    def held(self):
        """Groups and source filters as the kernel tells them."""
        with self.namespace:
            groups = [line.split()[0] for line in open("/proc/thread-self/net/igmp").read().splitlines()
                      if line.startswith("\t\t\t\t")]
            filters = [line.split() for line in open("/proc/thread-self/net/mcfilter").read().splitlines()[1:]]
        told = []
        for group in groups:
            address = socket.inet_ntoa(struct.pack("=I", int(group, 16)))
            sources = [socket.inet_ntoa(struct.pack("!I", int(source, 16))) + ("+" if int(include) else "-")
                       for _, _, of, source, include, _ in filters if socket.inet_ntoa(
                           struct.pack("!I", int(of, 16))) == address]
            if address != "224.0.0.1":
                told.append(" ".join([address, *sorted(sources)]))
        return ", ".join(sorted(told)) or "nothing"


def record_hosts(directory, version, script):
    segment, router = Namespace(), Namespace()
    segment.run("ip", "link", "add", "bridge", "type", "bridge", "mcast_snooping", "0", "forward_delay", "0")
    segment.run("ip", "link", "set", "bridge", "up")
    link(router, "lan", OUR_MAC, segment, "router")
    segment.run("ip", "link", "set", "router", "master", "bridge")
    hosts = {name: Host(name, rank, segment, version) for name, rank in (("a", 10), ("b", 20), ("c", 30))}
    time.sleep(1)
    line = Link(tap(router, "lan"))
    line.start_engine(version, "192.0.2.1")
    for name, *words in (words.split() for words in script.strip().splitlines()):
        if name == "wait":
            line.carry(float(words[0]))
        elif name == "mark":
            for each in hosts.values():
                line.mark("host", each.name, each.address, each.held())
            line.mark("ours", *line.membership())
        else:
            hosts[name].do(*words)
            line.mark("call", name, *words)
    line.kill_engine()
    line.save(directory, f"hosts-v{version}", f"Linux hosts (IGMPv{version}) and our querier")


HOSTS_V3 = """
wait 3
a IP_ADD_MEMBERSHIP 239.1.1.1
b IP_ADD_MEMBERSHIP 239.1.1.1
c IP_ADD_SOURCE_MEMBERSHIP 232.1.1.1 198.51.100.1
wait 2
mark
a IP_BLOCK_SOURCE 239.1.1.1 198.51.100.7
b IP_BLOCK_SOURCE 239.1.1.1 198.51.100.7
b MCAST_BLOCK_SOURCE 239.1.1.1 198.51.100.8
c IP_ADD_SOURCE_MEMBERSHIP 232.1.1.1 198.51.100.2
wait 4
mark
c MCAST_JOIN_SOURCE_GROUP 239.1.1.1 198.51.100.7
a MCAST_JOIN_SOURCE_GROUP 232.1.1.1 198.51.100.2
wait 3
mark
c MCAST_LEAVE_SOURCE_GROUP 239.1.1.1 198.51.100.7
c IP_DROP_SOURCE_MEMBERSHIP 232.1.1.1 198.51.100.2
c IP_DROP_SOURCE_MEMBERSHIP 232.1.1.1 198.51.100.1
wait 4
mark
a IP_UNBLOCK_SOURCE 239.1.1.1 198.51.100.7
b MCAST_UNBLOCK_SOURCE 239.1.1.1 198.51.100.8
c IP_ADD_MEMBERSHIP 239.1.1.2
c IP_MSFILTER 239.1.1.2 exclude 198.51.100.1 198.51.100.2 198.51.100.3
wait 3
mark
c IP_MSFILTER 239.1.1.2 include 198.51.100.3 198.51.100.4
wait 12
mark
c IP_MSFILTER 239.1.1.2 exclude 198.51.100.4
wait 3
mark
a MCAST_LEAVE_GROUP 239.1.1.1
wait 12
mark
b IP_DROP_MEMBERSHIP 239.1.1.1
c MCAST_LEAVE_GROUP 239.1.1.2
wait 3
mark
a MCAST_LEAVE_SOURCE_GROUP 232.1.1.1 198.51.100.2
wait 3
mark
"""
HOSTS_V2 = """
wait 3
a IP_ADD_MEMBERSHIP 239.1.1.1
b MCAST_JOIN_GROUP 239.1.1.1
c IP_ADD_MEMBERSHIP 239.1.1.2
wait 6
mark
a IP_BLOCK_SOURCE 239.1.1.1 198.51.100.7
a MCAST_JOIN_GROUP 239.1.1.4
wait 3
mark
b IP_ADD_MEMBERSHIP 239.1.1.4
wait 0.3
b IP_DROP_MEMBERSHIP 239.1.1.4
wait 3
mark
a MCAST_LEAVE_GROUP 239.1.1.4
b MCAST_LEAVE_GROUP 239.1.1.1
wait 3
mark
a IP_DROP_MEMBERSHIP 239.1.1.1
wait 3
mark
b IP_ADD_SOURCE_MEMBERSHIP 239.1.1.3 198.51.100.1
wait 5
mark
b IP_DROP_SOURCE_MEMBERSHIP 239.1.1.3 198.51.100.1
c IP_DROP_MEMBERSHIP 239.1.1.2
wait 3
mark
"""
HOSTS_V1 = """
wait 1
a IP_ADD_MEMBERSHIP 239.1.1.1
b MCAST_JOIN_GROUP 239.1.1.1
c IP_ADD_MEMBERSHIP 239.1.1.2
wait 14
mark
a IP_DROP_MEMBERSHIP 239.1.1.1
wait 10
mark
b MCAST_LEAVE_GROUP 239.1.1.1
wait 46
mark
"""

# -------------------------------------------------------------------------------------------------------------- FRR

class Frr:
    """zebra and pimd in a namespace of their own, with one interface."""

    def __init__(self, segment, address):
        self.namespace, self.directory = Namespace(), tempfile.mkdtemp()
        atexit.register(shutil.rmtree, self.directory, ignore_errors=True)
        link(self.namespace, "eth0", "02:00:00:00:01:46", segment, "frr")
        segment.run("ip", "link", "set", "frr", "master", "bridge")
        self.namespace.run("ip", "address", "add", address + "/24", "dev", "eth0")
        os.chmod(self.directory, 0o755)
        shutil.chown(self.directory, "frr", "frr")
        with open(self.directory + "/frr.conf", "w") as out:
            out.write("interface eth0\n ip igmp\n ip igmp version 3\n ip igmp query-max-response-time 10\n"
                      " ip igmp query-interval 4\n ip igmp last-member-query-interval 3\n")
        self.zebra = self.start("zebra")
        time.sleep(1)

    def start(self, daemon):
        return subprocess.Popen(
            ["nsenter", "--net=" + self.namespace.path, FRR + daemon, "-f", self.directory + "/frr.conf",
             "-i", f"{self.directory}/{daemon}.pid", "-z", self.directory + "/zserv", "--vty_socket", self.directory,
             "-u", "frr", "-g", "frr", "-P", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=[self.namespace.descriptor])

    def start_pim(self, line):
        self.pim = self.start("pimd")
        line.mark("frr-started")

    def kill_pim(self, line):
        self.pim.kill()
        self.pim.wait()
        line.mark("frr-killed")

    def show(self):
        text = run("vtysh", "--vty_socket", self.directory, "-c", "show ip igmp interface json", check=False)
        return json.dumps(json.loads(text[text.index("{"):])) if "{" in text else text.strip()

    def stop(self):
        for each in (self.pim, self.zebra):
            each.kill()
            each.wait()


def frr_phase(segment, line, address):
    frr = Frr(segment, address)

    def mark(moment):
        line.mark("moment", moment, *(line.membership()[:1] if line.engine else ["-"]), frr.show())

    line.mark("phase", address)
    line.start_engine(3, "192.0.2.5")
    line.carry(3)
    mark("alone")
    frr.start_pim(line)
    line.carry(8)
    mark("together")
    frr.kill_pim(line)
    line.carry(12)
    mark("frr is dead")
    frr.start_pim(line)
    line.carry(8)
    mark("frr is back")
    line.kill_engine()
    line.carry(12)
    mark("we are dead")
    line.start_engine(3, "192.0.2.5")
    line.carry(8)
    mark("we are back")
    line.kill_engine()
    frr.stop()
    segment.run("ip", "link", "del", "frr")


def record_frr(directory):
    segment, router = Namespace(), Namespace()
    segment.run("ip", "link", "add", "bridge", "type", "bridge", "mcast_snooping", "0", "forward_delay", "0")
    segment.run("ip", "link", "set", "bridge", "up")
    link(router, "lan", OUR_MAC, segment, "router")
    segment.run("ip", "link", "set", "router", "master", "bridge")
    time.sleep(1)
    line = Link(tap(router, "lan"))
    line.mark("version", run(FRR + "pimd", "--version").splitlines()[0])
    for address in ("192.0.2.2", "192.0.2.70"):
        frr_phase(segment, line, address)
    line.save(directory, "frr", "FRR's pimd and our querier")


# ----------------------------------------------------------------------------------------------------------- bridge

SOURCES = ["198.51.100.1", "198.51.100.2", "198.51.100.3"]
IS_IN, IS_EX, TO_IN, TO_EX, ALLOW, BLOCK = range(1, 7)
RECORDS = {IS_IN: "IS_IN", IS_EX: "IS_EX", TO_IN: "TO_IN", TO_EX: "TO_EX", ALLOW: "ALLOW", BLOCK: "BLOCK"}
ALL_SNOOPERS = bytes([224, 0, 0, 106])
STEP_SECONDS, LATEST_SECONDS = 0.06, 0.25
COMMON = ["mcast_last_member_interval", "50", "mcast_last_member_count", "2", "mcast_query_response_interval", "100",
          "mcast_startup_query_interval", "60000"]


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", ~total & 0xFFFF)


def packet(port, source, target, protocol, body, ttl=1, options=b"\x94\4\0\0", tag=b""):
    words = 5 + len(options) // 4
    header = struct.pack("!BBHHHBBH4s4s", 0x40 + words, 0xC0, words * 4 + len(body), 1, 0, ttl, protocol, 0,
                         socket.inet_aton(source), socket.inet_aton(target)) + options
    header = header[:10] + checksum(header) + header[12:]
    group = socket.inet_aton(target)
    mac = bytes([1, 0, 0x5E, group[1] & 0x7F, group[2], group[3]])
    sender = bytes([2, 0, 0, 0, 0xA0, ord(port)])
    return (mac + sender + tag + b"\x08\0" + header + body).ljust(60, b"\0")


def igmp(port, source, target, body, **how):
    return packet(port, source, target, 2, body[:2] + checksum(body) + body[4:], **how)


def addresses(*texts):
    return b"".join(map(socket.inet_aton, texts))


def query(port, version, group="0.0.0.0", *sources, source="192.0.2.1", tenths=100):
    body = struct.pack("!BBH4s", 0x11, 0 if version == 1 else tenths, 0, socket.inet_aton(group))
    if version == 3:
        body += struct.pack("!BBH", 2, 125, len(sources)) + addresses(*sources)
    return igmp(port, source, "224.0.0.1" if group == "0.0.0.0" else group, body)


def host(port):
    return f"192.0.2.{ord(port) - 87}"


def report(port, *records, **how):
    """Version 3: records of type, group and sources."""
    body = struct.pack("!BBHHH", 0x22, 0, 0, 0, len(records))
    for kind, group, *sources in records:
        body += struct.pack("!BBH4s", kind, 0, len(sources), socket.inet_aton(group)) + addresses(*sources)
    return igmp(port, host(port), "224.0.0.22", body, **how)


def old(port, kind, group, **how):
    options = b"" if kind == 0x12 else b"\x94\4\0\0"
    return igmp(port, host(port), "224.0.0.2" if kind == 0x17 else group,
                struct.pack("!BBH4s", kind, 0, 0, socket.inet_aton(group)), **{"options": options, **how})


def data(port, group, source, ttl=8, tag=b""):
    return packet(port, source, group, 17, struct.pack("!HHHH", 5000, 5000, 12, 0) + b"data", ttl, b"", tag)


def pim(port):
    body = struct.pack("!BBH", 0x20, 0, 0) + struct.pack("!HHH", 1, 2, 105)
    body += struct.pack("!HHI", 20, 4, 7) + struct.pack("!HHI", 19, 4, 1)
    return packet(port, "192.0.2.4", "224.0.0.13", 103, body[:2] + checksum(body) + body[4:])


def probe(what, group, *sources):
    """Data from d after a step: who gets it."""
    for source in sources or SOURCES[:1]:
        yield f"{what}: data of {source}", "d", data("d", group, source)


def records(kind, rank, before):
    group, (one, two, three) = f"239.{rank}.{kind}.1", SOURCES
    if before:
        yield f"{before} before {RECORDS[kind]}", "b", report("b", (TO_EX if before == "EX" else ALLOW, group)
                                                             + ((two, three) if before == "EX" else (one, two)))
        yield from probe(f"{before} before {RECORDS[kind]}", group, *SOURCES)
    name = f"{before or 'nothing'}, {RECORDS[kind]}"
    yield name, "b", report("b", (kind, group, one, two))
    yield from probe(name, group, *SOURCES)
    yield name + ", wait", "wait", 1300
    yield from probe(name + ", wait", group, *SOURCES)
    yield name + " of none", "b", report("b", (kind, group))
    yield from probe(name + " of none", group, *SOURCES)
    yield name + " of none, wait", "wait", 1300
    yield from probe(name + " of none, wait", group, *SOURCES)


def outside_v3():
    yield from probe("no querier yet", "239.1.1.1")
    yield "report, no querier yet", "b", report("b", (IS_EX, "239.1.1.9"))
    yield from probe("report, no querier yet", "239.1.1.9")
    yield "general query", "a", query("a", 3, tenths=5)
    yield from probe("general query", "239.1.1.1")
    yield "general query: wait", "wait", 900
    yield from probe("general query: wait", "239.1.1.1")
    yield from probe("link-local group", "224.0.0.5")
    yield "report of a link-local group", "b", report("b", (IS_EX, "224.0.0.5"))
    yield from probe("report of a link-local group", "224.0.0.5")
    for kind in RECORDS:
        yield from records(kind, 11, "")
        yield from records(kind, 12, "IN")
        yield from records(kind, 13, "EX")
    yield "two groups of one MAC: 239.1.1.1", "b", report("b", (TO_EX, "239.1.1.1"))
    yield "two groups of one MAC: 239.129.1.1", "c", report("c", (TO_EX, "239.129.1.1"))
    yield from probe("two groups of one MAC: 239.1.1.1", "239.1.1.1")
    yield from probe("two groups of one MAC: 239.129.1.1", "239.129.1.1")
    yield "two members", "c", report("c", (TO_EX, "239.1.1.1"))
    yield "PIM hello", "d", pim("d")
    yield "PIM hello: data of b", "b", data("b", "239.1.1.1", host("b"))
    yield "PIM hello: report", "c", report("c", (IS_EX, "239.1.1.1"))
    yield "leave", "b", report("b", (TO_IN, "239.1.1.1"))
    yield from probe("leave", "239.1.1.1")
    yield "leave: group query", "a", query("a", 3, "239.1.1.1", tenths=2)
    yield "leave: answer", "c", report("c", (IS_EX, "239.1.1.1"))
    yield "leave: wait", "wait", 1300
    yield from probe("leave: wait", "239.1.1.1")
    yield "sources", "b", report("b", (ALLOW, "239.1.1.2", *SOURCES))
    yield "sources: query", "a", query("a", 3, "239.1.1.2", SOURCES[0], SOURCES[1], tenths=2)
    yield "sources: answer", "b", report("b", (IS_IN, "239.1.1.2", SOURCES[1]))
    yield "sources: wait", "wait", 1300
    yield from probe("sources: wait", "239.1.1.2", *SOURCES)
    yield "version 2 report", "c", old("c", 0x16, "239.1.1.3")
    yield "version 1 report", "b", old("b", 0x12, "239.1.1.4")
    yield from probe("version 2 report", "239.1.1.3")
    yield from probe("version 1 report", "239.1.1.4")
    yield "BLOCK under a version 2 host", "c", report("c", (BLOCK, "239.1.1.3", SOURCES[0]))
    yield from probe("BLOCK under a version 2 host", "239.1.1.3")
    yield "TO_IN under a version 1 host", "b", report("b", (TO_IN, "239.1.1.4"))
    yield "TO_IN under a version 1 host: wait", "wait", 1300
    yield from probe("TO_IN under a version 1 host: wait", "239.1.1.4")
    yield "TO_EX with sources under a version 2 host", "c", report("c", (TO_EX, "239.1.1.3", SOURCES[0]))
    yield "TO_EX with sources under a version 2 host: wait", "wait", 1300
    yield from probe("TO_EX with sources under a version 2 host: wait", "239.1.1.3")
    sound = report("b", (IS_EX, "239.1.1.5"))
    yield "report with a wrong checksum", "b", sound[:40] + bytes([sound[40] ^ 1]) + sound[41:]
    yield "report of two records with room for one", "b", igmp(
        "b", host("b"), "224.0.0.22", struct.pack("!BBHHHBBH4s", 0x22, 0, 0, 0, 2, IS_EX, 0, 0,
                                                  socket.inet_aton("239.1.1.5")))
    yield "report with TTL 64", "b", report("b", (IS_EX, "239.1.1.6"), ttl=64)
    yield "report without Router Alert", "b", report("b", (IS_EX, "239.1.1.7"), options=b"")
    yield "unknown record type", "b", report("b", (7, "239.1.1.8"), (IS_EX, "239.1.1.10"))
    yield "a record for no group", "b", report("b", (IS_EX, "192.0.2.9"), (IS_EX, "239.1.1.11"))
    yield "tagged data", "d", data("d", "239.1.1.1", SOURCES[0], tag=b"\x81\0\0\5")
    yield "broadcast", "d", b"\xff" * 6 + data("d", "239.1.1.1", SOURCES[0])[6:]
    yield "data with TTL 1", "d", data("d", "239.1.1.1", SOURCES[0], ttl=1)
    yield "query from 0.0.0.0", "c", query("c", 3, source="0.0.0.0")
    yield from probe("query from 0.0.0.0", "239.1.1.200")


def outside_v2():
    yield "general query", "a", query("a", 2, tenths=1)
    yield "general query: wait", "wait", 300
    yield "report", "b", old("b", 0x16, "239.1.1.1")
    yield "report of another", "c", old("c", 0x16, "239.1.1.1")
    yield from probe("report", "239.1.1.1")
    yield "leave", "b", old("b", 0x17, "239.1.1.1")
    yield from probe("leave", "239.1.1.1")
    yield "group query", "a", query("a", 2, "239.1.1.1", tenths=2)
    yield "answer", "c", old("c", 0x16, "239.1.1.1")
    yield "wait", "wait", 1300
    yield from probe("wait", "239.1.1.1")
    yield "version 1 query", "a", query("a", 1)
    yield "version 1 report", "b", old("b", 0x12, "239.1.1.4")
    yield from probe("version 1 report", "239.1.1.4")
    yield "leave under a version 1 host", "b", old("b", 0x17, "239.1.1.4")
    yield "leave under a version 1 host: group query", "a", query("a", 2, "239.1.1.4", tenths=2)
    yield "leave under a version 1 host: wait", "wait", 1300
    yield from probe("leave under a version 1 host: wait", "239.1.1.4")
    yield "query of a lower address", "d", query("d", 2, source="192.0.2.0")
    yield "query of a lower address: report", "b", old("b", 0x16, "239.1.1.2")


def own(version):
    def joined(port, group):
        return report(port, (TO_EX, group)) if version == 3 else old(port, 0x16, group)

    def left(port, group):
        return report(port, (TO_IN, group)) if version == 3 else old(port, 0x17, group)

    yield "first query", "wait", 1500
    yield "join", "b", joined("b", "239.1.1.1")
    yield "join of another", "c", joined("c", "239.1.1.1")
    yield from probe("join", "239.1.1.1")
    yield from probe("nobody", "239.1.1.2")
    yield "leave", "b", left("b", "239.1.1.1")
    yield from probe("leave", "239.1.1.1")
    yield "leave: second query", "wait", 500
    yield "leave: end", "wait", 700
    yield from probe("leave: end", "239.1.1.1")
    yield "leave of the other", "c", left("c", "239.1.1.1")
    yield "leave of the other: answer", "c", joined("c", "239.1.1.1")
    yield "leave of the other: wait", "wait", 1300
    yield from probe("leave of the other: wait", "239.1.1.1")
    if version == 3:
        yield "sources", "b", report("b", (ALLOW, "239.1.1.3", *SOURCES))
        yield "BLOCK", "b", report("b", (BLOCK, "239.1.1.3", *SOURCES[:2]))
        yield "BLOCK: second query", "wait", 500
        yield "BLOCK: answer", "b", report("b", (IS_IN, "239.1.1.3", SOURCES[1]))
        yield "BLOCK: end", "wait", 700
        yield from probe("BLOCK: end", "239.1.1.3", *SOURCES)
        yield "TO_EX", "b", report("b", (TO_EX, "239.1.1.3", SOURCES[1]))
        yield "TO_EX: wait", "wait", 1300
        yield from probe("TO_EX: wait", "239.1.1.3", *SOURCES)
        yield "TO_IN", "b", report("b", (TO_IN, "239.1.1.3", SOURCES[0]))
        yield "TO_IN: wait", "wait", 1300
        yield from probe("TO_IN: wait", "239.1.1.3", *SOURCES)
        for kind in RECORDS:
            yield from records(kind, 12, "IN")
            yield from records(kind, 13, "EX")
    yield "another querier", "a", query("a", version)
    yield "another querier: leave", "c", left("c", "239.1.1.1")
    yield "another querier: wait", "wait", 1300
    yield from probe("another querier: wait", "239.1.1.1")


PHASES = {
    "v3, another querier": (["mcast_igmp_version", "3"], outside_v3),
    "v2, another querier": (["mcast_igmp_version", "2"], outside_v2),
    "v3, own querier": (["mcast_igmp_version", "3"], lambda: own(3)),
    "v2, own querier": (["mcast_igmp_version", "2"], lambda: own(2))}


def record_bridge(directory):
    with open(directory + "/bridge.tsv", "w") as out, open(directory + "/switch.tsv", "w") as ours:
        out.write("# phase\tstep\tport\tframe, or milliseconds\twhat came out\tgroups that went and came"
                  "\trouter ports\n")
        ours.write("# phase\tstep\twhat came out of our switch\tits groups\n")
        for phase in PHASES:
            for attempt in range(3):
                lines, of_ours, late = bridge_phase(phase)
                if late < LATEST_SECONDS:
                    break
                print(f"{phase}: a step took {late:.2f} s longer than it should, so that the bridge's timers ran on:"
                      f" attempt {attempt + 1} of 3", file=sys.stderr)
            out.write("".join(lines))
            ours.write("".join(of_ours))


def bridge_phase(phase):
    """Each step into the bridge and into our switch at once."""
    settings, steps = PHASES[phase]
    ours = Switch(3 if phase.startswith("v3") else 2, "own" in phase)
    bridge, lines, of_ours, late = Bridge([*COMMON, *settings], "own" in phase), [], [], 0
    drain([bridge, ours], 0.5)
    for name, port, what in steps():
        begun = time.monotonic()
        for each in (bridge, ours):
            each.put(port, what)
        out, our_out = drain([bridge, ours], what / 1000 if port == "wait" else STEP_SECONDS)
        lines.append("\t".join([phase, name, port, what.hex() if port != "wait" else str(what),
                                " ".join(sorted(out)) or "-", bridge.groups(), bridge.routers()]) + "\n")
        of_ours.append("\t".join([phase, name, " ".join(sorted(our_out)) or "-", ours.groups()]) + "\n")
        late = max(late, time.monotonic() - begun - (what / 1000 if port == "wait" else STEP_SECONDS))
    ours.end()
    return lines, of_ours, late


def drain(stations, seconds):
    """For each of these what came out of its ports."""
    out, end = [[] for _ in stations], time.monotonic() + seconds
    owners = {tapped: (number, port) for number, each in enumerate(stations) for port, tapped in each.taps.items()}
    while time.monotonic() < end:
        for tapped in select.select(list(owners), [], [], max(0.0, end - time.monotonic()))[0]:
            data, extra, _, (_, _, kind, _, _) = tapped.recvmsg(65535, 256)
            data, (number, port) = tagged(data, extra), owners[tapped]
            # the bridge's own host joins All-Snoopers (RFC 4286) some time: no step's doing
            if kind != PACKET_OUTGOING and not data.endswith(ALL_SNOOPERS):
                out[number].append(port + ":" + data.hex())
    return out


def tagged(data, extra):
    """The frame with its VLAN tag, which the kernel tells apart (struct tpacket_auxdata)."""
    for _, _, told in extra:
        status, _, _, _, _, tci, tpid = struct.unpack("=IIIHHHH", told[:20])
        if status & 0x10:
            return data[:12] + struct.pack("!HH", tpid if status & 0x40 else 0x8100, tci) + data[12:]
    return data


class Ports:
    """Four ports, a to d, in a namespace; the far end of each is ours."""

    def __init__(self):
        self.namespace, stations = Namespace(), Namespace()
        self.taps = {}
        for port in "abcd":
            link(stations, "far-" + port, "02:00:00:00:0e:0" + port, self.namespace, port)
            self.taps[port] = tap(stations, "far-" + port)

    def put(self, port, what):
        if port != "wait":
            self.taps[port].send(what)


class Switch(Ports):
    """Our switch on packet sockets."""

    def __init__(self, version, queries):
        super().__init__()
        self.engine = subprocess.Popen(
            ["nsenter", "--net=" + self.namespace.path, *java(), "org.hopwire.peers.LiveSwitch", str(version),
             str(queries).lower()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
            pass_fds=[self.namespace.descriptor])
        if self.engine.stdout.readline() != "started\n":
            sys.exit("record_peers.py: our switch has not begun")

    def groups(self):
        self.engine.stdin.write("groups\n")
        return self.engine.stdout.readline().rstrip("\n")

    def end(self):
        self.engine.stdin.close()
        if self.engine.wait(60):
            sys.exit("record_peers.py: our switch has failed")


class Bridge(Ports):
    """A Linux bridge."""

    def __init__(self, settings, queries):
        super().__init__()
        self.told = set()
        self.namespace.run("ip", "link", "add", "bridge", "address", OUR_MAC, "type", "bridge", "forward_delay", "0",
                           "mcast_snooping", "1", *settings)
        for port in "abcd":
            self.namespace.run("ip", "link", "set", "dev", port, "master", "bridge")
        self.namespace.run("ip", "link", "set", "bridge", "up")
        if queries:  # set with the others it would trust its answers only after the default 10 seconds
            self.namespace.run("ip", "link", "set", "bridge", "type", "bridge", "mcast_querier", "1")

    def groups(self):
        entries = json.loads(self.namespace.run("bridge", "-d", "-j", "mdb", "show", "dev", "bridge"))
        told = []
        for each in (entry for part in entries for entry in part.get("mdb", [])):
            if each["port"] == "bridge" or "src" in each:  # a source's own entry follows from its group's
                continue
            listed = each.get("source_list", [])
            # a source whose timer has run out is not forwarded in EXCLUDE mode
            kept = [source["address"] for source in listed
                    if (each.get("filter_mode") == "include") == (float(source["timer"]) > 0)]
            mode = each.get("filter_mode", "exclude").upper()
            told.append(" ".join([each["port"], each["grp"], mode, *sorted(kept)]))
        before, self.told = self.told, set(told)
        return ", ".join(["-" + each for each in sorted(before - self.told)]
                         + ["+" + each for each in sorted(self.told - before)])

    def routers(self):
        shown = json.loads(self.namespace.run("bridge", "-d", "-j", "mdb", "show", "dev", "bridge"))
        ports = {each["port"] for part in shown for router in part.get("router", {}).values() for each in router}
        return " ".join(sorted(ports)) or "-"


# -------------------------------------------------------------------------------------------------------------- run

def may_change_user():
    """Root of a user namespace is its only user, as a rule."""
    with open("/proc/self/uid_map") as users:
        return os.geteuid() == 0 and int(users.read().split()[2]) > 1


def missing(names):
    """Why these cannot be recorded here, or None."""
    for program in ("ip", "bridge", "ethtool", "sysctl", "nsenter"):
        if not shutil.which(program):
            return f"{program} is not installed"
    if "frr" in names and not (os.access(FRR + "pimd", os.X_OK) and shutil.which("vtysh")):
        return "FRR is not installed (apt-get install frr)"
    if "frr" in names and not may_change_user():
        return "FRR changes its user, which takes root"
    return None


def enclose():
    """Goes on in a process whose network and descendants end with it: the first of its process namespace."""
    user, group = os.geteuid(), os.getegid()
    unshare((CLONE_NEWUSER if user else 0) | CLONE_NEWPID | CLONE_NEWNET)
    if user:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open("/proc/self/" + name, "w") as out:
                out.write(text)
    child = os.fork()
    if child:
        signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"record_peers.py: not done after {LONGEST_SECONDS} seconds"))
    signal.alarm(LONGEST_SECONDS)


def try_out():
    """What every scenario begins with."""
    here, there = Namespace(), Namespace()
    here.run("ip", "link", "add", "bridge", "type", "bridge", "mcast_snooping", "1")
    link(here, "near", OUR_MAC, there, "far")
    here.run("ip", "link", "set", "near", "master", "bridge")
    here.sysctl("net.ipv4.conf.near.force_igmp_version=3")
    tap(there, "far").close()


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-") and sys.argv[1] != "--check":
        sys.exit(__doc__)
    directory, names = sys.argv[1], sys.argv[2:]
    scenarios = {"hosts-v1": lambda: record_hosts(directory, 1, HOSTS_V1),
                 "hosts-v2": lambda: record_hosts(directory, 2, HOSTS_V2),
                 "hosts-v3": lambda: record_hosts(directory, 3, HOSTS_V3),
                 "frr": lambda: record_frr(directory), "bridge": lambda: record_bridge(directory)}
    for name in names:
        if name not in scenarios:
            sys.exit(f"record_peers.py: no scenario '{name}', only: {' '.join(scenarios)}")
    reason = missing(names or scenarios)
    try:
        if not reason:
            enclose()
            try_out()
    except (OSError, SystemExit) as failure:
        if isinstance(failure, SystemExit) and not isinstance(failure.code, str):
            raise
        reason = f"no network namespaces here: {failure}"
    if reason:
        print(reason)
        sys.exit(4)
    for name in [] if directory == "--check" else names or scenarios:
        scenarios[name]()


if __name__ == "__main__":
    main()
