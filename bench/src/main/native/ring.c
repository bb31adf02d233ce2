/*
 * The peers of RingBenchmark and LinkBenchmark in org.hopwire.bench.pipeline: bursts of 32 from one core to another by
 * rte_ring with one producer and one consumer. Cases: pointers, and copies, where the producer copies a frame of 64
 * octets into a buffer that the consumer sends home by a second ring, which is what a link between two owners of memory
 * needs; copies-of-facts, the same with the slots of a PacketLink, in each a line of facts in front of the frame, which
 * the consumer reads too: two lines cross, not one.
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
#define LINE 64
#define STRIDE 192
/* of a slot with facts: 64 octets of headroom and a frame of 1,600, in an odd number of lines */
#define FACTS_STRIDE 1728

static struct rte_ring *filled, *empty;
static uint8_t *buffers, templates[BURST][FRAME], facts[BURST][LINE];
static volatile int stopped;
static int copies, has_facts;

static void send_pointers(uint64_t first)
{
    void *burst[BULK];
    for (int i = 0; i < BULK; i++)
        burst[i] = (void *)(uintptr_t)(first + i);
    while (!rte_ring_sp_enqueue_bulk(filled, burst, BULK, NULL) && !stopped)
        rte_pause();
}

static void number(unsigned original, uint64_t sequence)
{
    memcpy(templates[original] + 8, &sequence, sizeof sequence);
    if (has_facts)
        memcpy(facts[original], &sequence, sizeof sequence);
}

static void send_copies(uint64_t first)
{
    void *burst[BULK];
    while (!rte_ring_sc_dequeue_bulk(empty, burst, BULK, NULL)) {
        if (stopped)
            return;
        rte_pause();
    }
    unsigned from = (unsigned)first % BURST;
    for (unsigned i = 0; i < BULK; i++) {
        memcpy(burst[i], templates[from + i], FRAME);
        if (has_facts)
            memcpy((uint8_t *)burst[i] - LINE, facts[from + i], LINE);
    }
    /* those of a later turn: what is read just after it was written in part waits for every store before that */
    for (unsigned i = 0; i < BULK; i++)
        number(from + i, first + BURST + i);
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
    if (has_facts) {
        /* all of them, as who fills a packet of its own does; their sum is the number, or the answer is wrong */
        uint64_t words[LINE / sizeof value], sum = 0;
        memcpy(words, (uint8_t *)entry - LINE, LINE);
        for (unsigned i = 0; i < LINE / sizeof value; i++)
            sum += words[i];
        value = (value + sum) / 2;
    }
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
    has_facts = has_variant("facts");
    unsigned stride = has_facts ? FACTS_STRIDE : STRIDE;
    start_dpdk(32);
    filled = rte_ring_create("filled", CAPACITY, 0, RING_F_SP_ENQ | RING_F_SC_DEQ | RING_F_EXACT_SZ);
    empty = rte_ring_create("empty", CAPACITY, 0, RING_F_SP_ENQ | RING_F_SC_DEQ | RING_F_EXACT_SZ);
    if (!filled || !empty)
        fail(4, "rte_ring_create");
    for (unsigned i = 0; i < BURST; i++)
        number(i, i);
    buffers = pages(CAPACITY * stride);
    for (unsigned i = 0; i < CAPACITY; i++)
        rte_ring_sp_enqueue(empty, buffers + i * stride + (has_facts ? LINE : 0));
    pthread_create(&producer, NULL, produce, (void *)(intptr_t)(asked.core ? asked.core - 1 : 1));
    uint64_t digest = receive(CHECKED, 0, 1);
    check(digest);
    print(measure(pass, PASS), digest);
    stopped = 1;
    pthread_join(producer, NULL);
    return 0;
}
