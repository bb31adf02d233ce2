/*
 * An echo responder over AF_XDP as one would write it in C: one socket with its memory and rings, a program that sends
 * queue 0 to it, bursts of 64 answered where they lie. No library beside the C library's.
 *
 * Usage: xdp_echo DEVICE native|generic      says "ready", then answers until it is killed
 */
#include "wire.h"

#include <linux/bpf.h>
#include <linux/if_link.h>
#include <linux/if_xdp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RING 2048u
#define CHUNKS (2 * RING)
#define CHUNK 2048u
#define BURST 64u

struct ring {
    uint32_t *producer, *consumer, *flags;
    void *entries;
};

static struct ring receive, transmit, fill, completion;
static uint8_t *memory;
static int fd;

static int bpf(int command, union bpf_attr *attribute)
{
    return (int)syscall(SYS_bpf, command, attribute, sizeof *attribute);
}

static int make_map(void)
{
    union bpf_attr a = {.map_type = BPF_MAP_TYPE_XSKMAP, .key_size = 4, .value_size = 4, .max_entries = 1};
    return must(bpf(BPF_MAP_CREATE, &a), "XSKMAP");
}

/* return bpf_redirect_map(&map, context->rx_queue_index, XDP_PASS) */
static int load_program(int map)
{
    struct bpf_insn code[] = {
        {.code = BPF_LDX | BPF_MEM | BPF_W, .dst_reg = 2, .src_reg = 1, .off = 16},
        {.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = 1, .src_reg = BPF_PSEUDO_MAP_FD, .imm = map},
        {0},
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 3, .imm = XDP_PASS},
        {.code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_redirect_map},
        {.code = BPF_JMP | BPF_EXIT},
    };
    union bpf_attr a = {.prog_type = BPF_PROG_TYPE_XDP, .insns = (uintptr_t)code,
        .insn_cnt = sizeof code / sizeof code[0], .license = (uintptr_t)"", .expected_attach_type = BPF_XDP};
    return must(bpf(BPF_PROG_LOAD, &a), "XDP program");
}

static void attach(int program, int index, int is_native)
{
    union bpf_attr a = {0};
    a.link_create.prog_fd = (uint32_t)program;
    a.link_create.target_ifindex = (uint32_t)index;
    a.link_create.attach_type = BPF_XDP;
    a.link_create.flags = is_native ? XDP_FLAGS_DRV_MODE : XDP_FLAGS_SKB_MODE;
    must(bpf(BPF_LINK_CREATE, &a), "attach XDP program");
}

static struct ring map_ring(const struct xdp_ring_offset *at, uint64_t page, size_t entry)
{
    uint8_t *base = mmap(NULL, at->desc + RING * entry, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd,
        (off_t)page);
    if (base == MAP_FAILED)
        fail("mmap of a ring");
    return (struct ring){(uint32_t *)(base + at->producer), (uint32_t *)(base + at->consumer),
        (uint32_t *)(base + at->flags), base + at->desc};
}

static void set(int option, const void *value, socklen_t length)
{
    must(setsockopt(fd, SOL_XDP, option, value, length), "setsockopt of AF_XDP");
}

static void open_rings(void)
{
    struct xdp_mmap_offsets at;
    socklen_t length = sizeof at;
    int size = RING;
    set(XDP_UMEM_FILL_RING, &size, sizeof size);
    set(XDP_UMEM_COMPLETION_RING, &size, sizeof size);
    set(XDP_RX_RING, &size, sizeof size);
    set(XDP_TX_RING, &size, sizeof size);
    must(getsockopt(fd, SOL_XDP, XDP_MMAP_OFFSETS, &at, &length), "XDP_MMAP_OFFSETS");
    receive = map_ring(&at.rx, XDP_PGOFF_RX_RING, sizeof(struct xdp_desc));
    transmit = map_ring(&at.tx, XDP_PGOFF_TX_RING, sizeof(struct xdp_desc));
    fill = map_ring(&at.fr, XDP_UMEM_PGOFF_FILL_RING, sizeof(uint64_t));
    completion = map_ring(&at.cr, XDP_UMEM_PGOFF_COMPLETION_RING, sizeof(uint64_t));
}

static void open_memory(void)
{
    struct xdp_umem_reg reg = {.len = (uint64_t)CHUNKS * CHUNK, .chunk_size = CHUNK};
    memory = mmap(NULL, reg.len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory == MAP_FAILED)
        fail("mmap of the frames");
    reg.addr = (uintptr_t)memory;
    set(XDP_UMEM_REG, &reg, sizeof reg);
}

/* The queue of a socket that was closed a moment ago is given back by a worker of the kernel's. */
static void bind_to(int index)
{
    struct sockaddr_xdp to = {.sxdp_family = AF_XDP, .sxdp_flags = XDP_COPY | XDP_USE_NEED_WAKEUP,
        .sxdp_ifindex = (uint32_t)index};
    int tries = 0;
    while (bind(fd, (struct sockaddr *)&to, sizeof to) < 0) {
        if (errno != EBUSY || ++tries > 400)
            fail("bind");
        usleep(5000);
    }
}

static void enter(int map)
{
    uint32_t key = 0, value = (uint32_t)fd;
    union bpf_attr a = {.map_fd = (uint32_t)map, .key = (uintptr_t)&key, .value = (uintptr_t)&value};
    must(bpf(BPF_MAP_UPDATE_ELEM, &a), "enter the socket");
}

static void fill_first(void)
{
    for (uint32_t i = 0; i < RING; i++)
        ((uint64_t *)fill.entries)[i] = (uint64_t)i * CHUNK;
    __atomic_store_n(fill.producer, RING, __ATOMIC_RELEASE);
}

static uint32_t filled = RING, received, sent, completed;

static void give_back(uint64_t address)
{
    ((uint64_t *)fill.entries)[filled++ & (RING - 1)] = address & ~(uint64_t)(CHUNK - 1);
}

static void collect(void)
{
    uint32_t until = __atomic_load_n(completion.producer, __ATOMIC_ACQUIRE);
    if (until == completed)
        return;
    while (completed != until)
        give_back(((uint64_t *)completion.entries)[completed++ & (RING - 1)]);
    __atomic_store_n(completion.consumer, completed, __ATOMIC_RELEASE);
    __atomic_store_n(fill.producer, filled, __ATOMIC_RELEASE);
}

static void kick(void)
{
    while (__atomic_load_n(transmit.consumer, __ATOMIC_ACQUIRE) != sent) {
        sendto(fd, NULL, 0, MSG_DONTWAIT, NULL, 0);
        collect();
    }
}

/* No more than RING chunks are out at a time: every ring has room for all of them. */
static void burst(uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct xdp_desc *in = (struct xdp_desc *)receive.entries + (received++ & (RING - 1));
        if (answer(memory + in->addr, in->len))
            ((struct xdp_desc *)transmit.entries)[sent++ & (RING - 1)] = *in;
        else
            give_back(in->addr);
    }
    __atomic_store_n(receive.consumer, received, __ATOMIC_RELEASE);
    __atomic_store_n(fill.producer, filled, __ATOMIC_RELEASE);
    __atomic_store_n(transmit.producer, sent, __ATOMIC_RELEASE);
    kick();
}

int main(int argc, char **argv)
{
    if (argc != 3 || (strcmp(argv[2], "native") && strcmp(argv[2], "generic"))) {
        fprintf(stderr, "usage: xdp_echo DEVICE native|generic\n");
        return 2;
    }
    int index = index_of(argv[1]);
    fd = must(socket(AF_XDP, SOCK_RAW | SOCK_CLOEXEC, 0), "socket AF_XDP");
    open_memory();
    open_rings();
    fill_first();
    int map = make_map();
    attach(load_program(map), index, !strcmp(argv[2], "native"));
    bind_to(index);
    enter(map);
    say_ready();
    for (;;) {
        uint32_t n = __atomic_load_n(receive.producer, __ATOMIC_ACQUIRE) - received;
        if (n)
            burst(n < BURST ? n : BURST);
        else
            collect();
    }
}
