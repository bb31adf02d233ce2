/*
 * The peers of RingBenchmark and LinkBenchmark in org.hopwire.bench.pipeline: bursts of 32 from one core to another by
 * rte_ring with one producer and one consumer. Cases: pointers, and copies, where the producer copies a frame of 64
 * octets into a buffer that the consumer sends home by a second ring, which is what a link between two owners of memory
 * needs.
 */
#include "dpdk.h"
#include <pthread.h>
#include <rte_pause.h>
#include <rte_ring.h>

#define BULK 32
#define CAPACITY 1024
#define CHECKED 4096
#define PASS (256 * BULK)
#define FRAME 64
#define STRIDE 192

static struct rte_ring *filled, *empty;
static uint8_t *buffers, template[FRAME];
static volatile int stopped;
static int copies;

static void send_pointers(uint64_t first)
{
    void *burst[BULK];
    for (int i = 0; i < BULK; i++)
        burst[i] = (void *)(uintptr_t)(first + i);
    while (!rte_ring_sp_enqueue_bulk(filled, burst, BULK, NULL) && !stopped)
        rte_pause();
}

static void send_copies(uint64_t first)
{
    void *burst[BULK];
    while (!rte_ring_sc_dequeue_bulk(empty, burst, BULK, NULL)) {
        if (stopped)
            return;
        rte_pause();
    }
    for (int i = 0; i < BULK; i++) {
        uint64_t sequence = first + i;
        memcpy(template + 8, &sequence, sizeof sequence);
        memcpy(burst[i], template, FRAME);
    }
    rte_ring_sp_enqueue_bulk(filled, burst, BULK, NULL);
}

static void *produce(void *core)
{
    pin((int)(intptr_t)core);
    for (uint64_t first = 0; !stopped; first += BULK)
        copies ? send_copies(first) : send_pointers(first);
    return NULL;
}

static inline uint64_t value_of(void *entry)
{
    uint64_t value = (uint64_t)(uintptr_t)entry;
    if (copies)
        memcpy(&value, (uint8_t *)entry + 8, sizeof value);
    return value;
}

static uint64_t receive(uint64_t wanted, uint64_t digest, int is_checking)
{
    void *burst[BULK];
    for (uint64_t got = 0; got < wanted;) {
        unsigned n = rte_ring_sc_dequeue_burst(filled, burst, BULK, NULL);
        if (!n)
            rte_pause();
        for (unsigned i = 0; i < n; i++)
            digest = is_checking ? mix(digest, value_of(burst[i])) : digest + value_of(burst[i]);
        if (copies && n)
            rte_ring_sp_enqueue_bulk(empty, burst, n, NULL);
        got += n;
    }
    return digest;
}

static void pass(void) { sink += receive(PASS, 0, 0); }

int main(int argc, char **argv)
{
    begin(argc, argv);
    pthread_t producer;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (cores < 2)
        fail(4, "one core; this takes two");
    copies = is_case("copies");
    start_dpdk(32);
    filled = rte_ring_create("filled", CAPACITY, 0, RING_F_SP_ENQ | RING_F_SC_DEQ | RING_F_EXACT_SZ);
    empty = rte_ring_create("empty", CAPACITY, 0, RING_F_SP_ENQ | RING_F_SC_DEQ | RING_F_EXACT_SZ);
    if (!filled || !empty)
        fail(4, "rte_ring_create");
    buffers = pages(CAPACITY * STRIDE);
    for (int i = 0; i < CAPACITY; i++)
        rte_ring_sp_enqueue(empty, buffers + i * STRIDE);
    pthread_create(&producer, NULL, produce, (void *)(intptr_t)(asked.core ? asked.core - 1 : 1));
    uint64_t digest = receive(CHECKED, 0, 1);
    check(digest);
    print(measure(pass, PASS), digest);
    stopped = 1;
    pthread_join(producer, NULL);
    return 0;
}
