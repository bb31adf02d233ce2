/*
 * An echo responder over AF_PACKET as one would write it in C: TPACKET_V3 blocks, answered where they lie, sent from
 * there with sendmmsg.
 *
 * Usage: ring_echo DEVICE      says "ready", then answers until it is killed
 */
#define _GNU_SOURCE
#include "wire.h"

#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/mman.h>
#include <sys/socket.h>

#define BLOCK (1u << 19)
#define BLOCKS 16u
#define BURST 256

static struct mmsghdr messages[BURST];
static struct iovec parts[BURST];
static int fd, waiting;

static void set(int option, const void *value, socklen_t length)
{
    must(setsockopt(fd, SOL_PACKET, option, value, length), "setsockopt of AF_PACKET");
}

static uint8_t *open_ring(void)
{
    struct tpacket_req3 request = {.tp_block_size = BLOCK, .tp_block_nr = BLOCKS, .tp_frame_size = 2048,
        .tp_frame_nr = BLOCK / 2048 * BLOCKS, .tp_retire_blk_tov = 1};
    int version = TPACKET_V3, on = 1, bytes = 4 << 20;
    uint8_t *ring;
    set(PACKET_VERSION, &version, sizeof version);
    set(PACKET_RX_RING, &request, sizeof request);
    set(PACKET_QDISC_BYPASS, &on, sizeof on);
    set(PACKET_IGNORE_OUTGOING, &on, sizeof on);
    must(setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes), "SO_SNDBUFFORCE");
    ring = mmap(NULL, (size_t)BLOCK * BLOCKS, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (ring == MAP_FAILED)
        fail("mmap of the ring");
    return ring;
}

static void bind_to(int index)
{
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = index};
    must(bind(fd, (struct sockaddr *)&to, sizeof to), "bind");
}

/* What the device has no room for is lost. */
static void flush(void)
{
    int done = 0;
    while (done < waiting) {
        int n = sendmmsg(fd, messages + done, (unsigned)(waiting - done), MSG_DONTWAIT);
        if (n <= 0)
            break;
        done += n;
    }
    waiting = 0;
}

static void queue(uint8_t *frame, uint32_t length)
{
    parts[waiting] = (struct iovec){frame, length};
    if (++waiting == BURST)
        flush();
}

static void walk(struct tpacket_hdr_v1 *block, uint8_t *start)
{
    uint8_t *at = start + block->offset_to_first_pkt;
    for (uint32_t i = 0; i < block->num_pkts; i++) {
        struct tpacket3_hdr *header = (struct tpacket3_hdr *)at;
        uint8_t *frame = at + header->tp_mac;
        if (answer(frame, header->tp_snaplen))
            queue(frame, header->tp_snaplen);
        at += header->tp_next_offset;
    }
    flush();
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: ring_echo DEVICE\n");
        return 2;
    }
    fd = must(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0), "socket AF_PACKET");
    for (int i = 0; i < BURST; i++)
        messages[i].msg_hdr = (struct msghdr){.msg_iov = parts + i, .msg_iovlen = 1};
    uint8_t *ring = open_ring();
    bind_to(index_of(argv[1]));
    say_ready();
    for (uint32_t i = 0;; i = (i + 1) % BLOCKS) {
        uint8_t *start = ring + (size_t)i * BLOCK;
        struct tpacket_hdr_v1 *block = &((struct tpacket_block_desc *)start)->hdr.bh1;
        while (!(__atomic_load_n(&block->block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
            ;
        walk(block, start);
        __atomic_store_n(&block->block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
    }
}
