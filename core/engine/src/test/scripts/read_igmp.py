"""Reads a capture with scapy and prints, for each IGMP or PIM message: "good" or "bad", and its kind. Good is one whose
fields, built again by scapy with lengths and checksums of its own making, are the octets in the capture."""
import sys

from scapy.all import IP, Ether, RawPcapNgReader, load_contrib, raw

load_contrib("igmp")
load_contrib("igmpv3")
load_contrib("pim")


def judge(packet):
    """Kind of the message, and what scapy makes of it when it has to compute what can be computed."""
    body = raw(packet[IP].payload)
    if packet[IP].proto == 103:
        message = PIMv2Hdr(body)
        del message.chksum
        return "pim", body, raw(message)
    if body[0] == 0x22 or body[0] == 0x11 and len(body) >= 12:
        message = IGMPv3(body)
        del message.chksum
        if body[0] == 0x22:
            del message[IGMPv3mr].numgrp
            for record in message[IGMPv3mr].records:
                del record.numsrc
        else:
            del message[IGMPv3mq].numsrc
    else:
        message = IGMP(body)
        del message.chksum
    return hex(body[0]), body, raw(message)


for data, _ in RawPcapNgReader(sys.argv[1]):
    packet = Ether(data)
    kind, sent, built = judge(packet)
    again = packet[IP].copy()
    del again.chksum, again.ihl, again.len
    header = raw(again)[:packet[IP].ihl * 4]
    good = sent == built and header == raw(packet[IP])[:packet[IP].ihl * 4]
    print("good" if good else "bad", kind, len(sent), len(built))
