/*
 * Both ends of a loop over frames in memory, as org.hopwire.port.memory has them: a ring whose frames are made new in
 * their first 64 octets each time they are handed out, and a sink that counts and mixes addresses, transport checksum
 * and length of what it is given.
 */
#ifndef FRAMES_H
#define FRAMES_H
#include "peer.h"

#define RESTORED 64
#define AHEAD 8
#define IP 14
#define L4 34

/* what the level-2 cache holds: a longer ring is fetched ahead */
#define HOT_FRAMES 4096

struct burst {
    unsigned size;
    uint8_t *frame[BURST];
    uint32_t length[BURST];
};

static struct {
    struct slots templates;
    uint8_t *base;
    uint32_t frames, stride, headroom, skip, next, next_template;
} ring;

static struct {
    uint64_t mixed, frames;
    const uint8_t *last;
    uint32_t last_length;
} tally;

static void load_ring(void)
{
    uint32_t count, *shape = load_words("ring", &count);
    ring.templates = load_slots("templates");
    ring.frames = shape[0];
    ring.stride = shape[1];
    ring.headroom = shape[2];
    ring.next = ring.skip = shape[3];
    ring.next_template = ring.next % ring.templates.count;
    ring.base = pages((size_t)ring.frames * ring.stride);
    for (uint32_t i = 0; i < ring.frames; i++)
        memcpy(ring.base + (size_t)i * ring.stride + ring.headroom,
               ring.templates.base + (size_t)(i % ring.templates.count) * ring.templates.stride, ring.templates.size);
}

static inline void receive(struct burst *burst, unsigned size)
{
    int is_far = ring.frames > HOT_FRAMES;
    for (unsigned i = 0; i < size; i++) {
        uint8_t *frame = ring.base + (size_t)ring.next * ring.stride + ring.headroom;
        uint8_t *original = ring.templates.base + (size_t)ring.next_template * ring.templates.stride;
        if (is_far) {
            __builtin_prefetch(frame + AHEAD * ring.stride, 1);
            __builtin_prefetch(original + AHEAD * ring.templates.stride);
        }
        memcpy(frame, original, RESTORED);
        burst->frame[i] = frame;
        burst->length[i] = ring.templates.size;
        ring.next++;
        ring.next_template = ring.next_template + 1 == ring.templates.count ? 0 : ring.next_template + 1;
        if (ring.next == ring.frames)
            ring.next = ring.next_template = 0;
    }
    burst->size = size;
}

static inline uint64_t load64(const void *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline void transmit(const struct burst *burst)
{
    uint64_t mixed = tally.mixed;
    for (unsigned i = 0; i < burst->size; i++) {
        uint64_t addresses = load64(burst->frame[i] + 26);
        uint64_t sample = (addresses << 1 | addresses >> 63) ^ load64(burst->frame[i] + L4) ^ burst->length[i];
        mixed = (mixed ^ sample) * 0x9e3779b97f4a7c15ull;
    }
    tally.mixed = mixed;
    tally.frames += burst->size;
    if (burst->size) {
        tally.last = burst->frame[burst->size - 1];
        tally.last_length = burst->length[burst->size - 1];
    }
}

/* a loop's work on a burst: what is left in it is sent */
#define LOOP(name, work, burst_size) \
    static void name(void) \
    { \
        static struct burst burst; \
        for (int i = 0; i < BURST; i += burst_size) { \
            receive(&burst, burst_size); \
            work(&burst); \
            transmit(&burst); \
        } \
    }

/* of 256 frames, and of the last of them octet by octet */
static uint64_t answer_of(void (*pass)(void))
{
    pass();
    if (tally.frames != BURST)
        fail(1, "frames are missing");
    return mix_bytes(mix(0, tally.mixed), tally.last, tally.last_length);
}

static void run(void (*pass)(void))
{
    uint64_t digest = answer_of(pass);
    check(digest);
    print(measure(pass, BURST), digest);
}

static inline int is_ipv4(const uint8_t *frame, uint32_t length)
{
    uint32_t total = (uint32_t)frame[IP + 2] << 8 | frame[IP + 3];
    return frame[12] == 8 && frame[13] == 0 && frame[IP] == 0x45 && total >= 20 && total <= length - IP;
}
#endif
