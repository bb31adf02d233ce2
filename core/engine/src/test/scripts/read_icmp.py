"""Reads a capture with scapy and prints, for each ICMP message whose source is one of the given addresses,
frame number, type, code, pointer, next-hop MTU, gateway and quote, tab-separated."""
import sys

from scapy.all import ICMP, IP, RawPcapNgReader, Ether, raw

ours = set(sys.argv[2].split(","))
for number, (data, _) in enumerate(RawPcapNgReader(sys.argv[1])):
    packet = Ether(data)
    if IP not in packet or packet[IP].src not in ours or packet[IP].proto != 1:
        continue
    icmp = ICMP(raw(packet[IP].payload))
    header = raw(packet[IP].payload)[:8]
    error = icmp.type in (3, 4, 5, 11, 12)
    quote = raw(packet[IP].payload)[8:].hex() if error else ""
    fields = [
        number, icmp.type, icmp.code,
        icmp.ptr if icmp.type == 12 else "-",
        icmp.nexthopmtu if icmp.type == 3 and icmp.code == 4 else "-",
        icmp.gw if icmp.type == 5 else "-",
        quote,
    ]
    # scapy dissects the quote as a packet of its own; what it makes of it must start with the quoted header
    if error and icmp.payload.name not in ("IP in ICMP", "NoPayload", "Raw"):
        raise SystemExit(f"frame {number}: quote read as {icmp.payload.name}")
    print("\t".join(map(str, fields)))
