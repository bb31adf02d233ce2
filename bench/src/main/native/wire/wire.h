/*
 * What the programs of org.hopwire.bench.wire share: how they fail, find an interface and keep time, and the answer both
 * native responders give.
 */
#ifndef WIRE_H
#define WIRE_H

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ETHERNET 14
#define IPV4 20
#define ECHO 8
#define ICMP_AT (ETHERNET + IPV4)
#define LEAST (ICMP_AT + ECHO)
#define ECHO_REQUEST 8

static inline void fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, errno ? strerror(errno) : "wrong");
    exit(4);
}

static inline int must(int result, const char *what)
{
    if (result < 0)
        fail(what);
    return result;
}

static inline int index_of(const char *device)
{
    int index = (int)if_nametoindex(device);
    if (!index)
        fail(device);
    return index;
}

static inline int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* Tells whoever started us that we answer from now on. */
static inline void say_ready(void)
{
    puts("ready");
    fflush(stdout);
}

static inline uint16_t load16(const uint8_t *at)
{
    uint16_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

/*
 * Turns an echo request into its reply where it lies: MACs and addresses swapped, type and checksum patched (RFC 1624).
 * Neither checksum is verified, as testpmd's icmpecho does not either. Returns 0 for whatever is no echo request.
 */
static inline int answer(uint8_t *frame, uint32_t length)
{
    uint8_t six[6], four[4], *packet = frame + ETHERNET, *icmp = frame + ICMP_AT;
    uint32_t sum;
    uint16_t field;

    if (length < LEAST || load16(frame + 12) != htons(0x0800) || packet[0] != 0x45 || packet[9] != 1
        || (load16(packet + 6) & htons(0x3fff)) || load16(icmp) != htons(ECHO_REQUEST << 8))
        return 0;
    memcpy(six, frame, 6);
    memcpy(frame, frame + 6, 6);
    memcpy(frame + 6, six, 6);
    memcpy(four, packet + 12, 4);
    memcpy(packet + 12, packet + 16, 4);
    memcpy(packet + 16, four, 4);
    icmp[0] = 0;
    sum = (uint32_t)load16(icmp + 2) + htons(ECHO_REQUEST << 8);
    field = (uint16_t)(sum + (sum >> 16));
    memcpy(icmp + 2, &field, sizeof field);
    return 1;
}

#endif
