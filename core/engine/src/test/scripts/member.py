#!/usr/bin/python3
"""A host whose memberships are sockets on eth0: does what the lines of its standard input say, and answers each.

usage: member.py ADDRESS

IP_ADD_MEMBERSHIP GROUP, IP_BLOCK_SOURCE GROUP SOURCE, IP_MSFILTER GROUP include|exclude SOURCE... and the other calls of
RFC 3678: answers "done".
send SOURCE GROUP TEXT: a datagram with that text from an address of its own, on eth0, TTL 8: answers "done".
until GROUP TEXT: waits until a datagram of the group says so; answers with every text that came before and with it.
"""
import select, socket, sys

from record_peers import Host

PORT = 5000
IP_MULTICAST_ALL = 49


class Member(Host):
    """In the namespace it is started in."""

    def __init__(self, address):
        self.address, self.sockets, self.interface = address, {}, socket.if_nametoindex("eth0")
        self.heard = []

    def of(self, group):
        if group not in self.sockets:
            self.sockets[group] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.sockets[group].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.sockets[group].setsockopt(socket.IPPROTO_IP, IP_MULTICAST_ALL, 0)
            self.sockets[group].bind((group, PORT))
            self.sockets[group].setblocking(False)
        return self.sockets[group]

    def send(self, source, group, text):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 8)
            sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(source))
            sender.bind((source, 0))
            sender.sendto(text.encode(), (group, PORT))
        return "done"

    def until(self, group, text):
        while text not in self.heard:
            select.select(list(self.sockets.values()), [], [])
            # all of them: what came before the text waits in sockets of its own
            for each in self.sockets.values():
                self.drain(each)
        heard, self.heard = self.heard, []
        return " ".join(heard)

    def drain(self, receiver):
        try:
            while True:
                self.heard.append(receiver.recv(2048).decode())
        except BlockingIOError:
            pass


member = Member(sys.argv[1])
for name, *words in (line.split() for line in sys.stdin):
    if name in ("send", "until"):
        print(getattr(member, name)(*words), flush=True)
    else:
        member.do(name, *words)
        print("done", flush=True)
