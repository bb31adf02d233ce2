/*
 * The sender of org.hopwire.bench.wire: floods one interface from AF_PACKET with sendmmsg and says what came out of it,
 * or first checks that every answer is the right one.
 *
 * Usage: flood check-echo|check-datagram FRAME DEVICE STATION NAMESPACE:DEVICE
 *        flood echo|datagram FRAME DEVICE STATION NAMESPACE:DEVICE WARM_MS MS [PID]
 *
 * FRAME is the frame's length with its check sequence where it is 64, of which a veth carries 60 bytes; else without.
 * STATION is the MAC to send to. What arrives at NAMESPACE:DEVICE are the answers, or the datagrams forwarded. A check ends
 * with status 0 if all of 32 frames came back right. A flood prints one line, key=value: nanoseconds, frames sent, frames
 * arrived, processor time of PID with all its threads, and per processor the milliseconds /proc/stat knows of: in programs,
 * in the kernel for them, in interrupts and their soft part, idle.
 */
#define _GNU_SOURCE
#include "wire.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#define FRAMES 64
#define LONGEST 2048
#define CHECKED 32
#define PROCESSORS 64
#define CHECK_SEQUENCE 4
#define FIRST_ID 0x4a00
#define FIRST_PORT 40000

static uint8_t frames[FRAMES][LONGEST];
static struct mmsghdr messages[FRAMES];
static struct iovec parts[FRAMES];
static uint32_t length;

/* Stations that are nobody: the kernel behind looks no further at what arrives for them. */
static const uint8_t us[6] = {0x02, 0, 0, 0, 1, 0x0f}, next_hop[6] = {0x02, 0, 0, 0, 2, 0x0f};
static const uint8_t way_out[6] = {0x02, 0, 0, 0, 2, 0x02};
static const uint8_t address[4] = {192, 0, 2, 10}, echo_to[4] = {192, 0, 2, 1}, datagram_to[4] = {198, 51, 100, 10};

struct figures {
    int64_t ns, arrived, program_ns, ms[PROCESSORS][4];
};

static uint16_t checksum(const uint8_t *at, uint32_t bytes)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i + 1 < bytes; i += 2)
        sum += load16(at + i);
    if (bytes & 1)
        sum += at[bytes - 1];
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

static void put16(uint8_t *at, uint16_t value) { memcpy(at, &value, sizeof value); }

static void write_ipv4(uint8_t *packet, const uint8_t *to, uint8_t protocol, int id)
{
    packet[0] = 0x45;
    put16(packet + 2, htons((uint16_t)(length - ETHERNET)));
    put16(packet + 4, htons((uint16_t)(0x1000 + id)));
    packet[8] = 64;
    packet[9] = protocol;
    memcpy(packet + 12, address, 4);
    memcpy(packet + 16, to, 4);
    put16(packet + 10, checksum(packet, IPV4));
}

static void write_echo(uint8_t *icmp, int i)
{
    icmp[0] = ECHO_REQUEST;
    put16(icmp + 4, htons((uint16_t)(FIRST_ID + i)));
    put16(icmp + 6, htons((uint16_t)(1 + 7 * i)));
    for (uint32_t k = ECHO; k < length - ICMP_AT; k++)
        icmp[k] = (uint8_t)(k * 31 + (uint32_t)i);
    put16(icmp + 2, checksum(icmp, length - ICMP_AT));
}

/* UDP without a checksum, ports apart. */
static void write_datagram(uint8_t *udp, int i)
{
    put16(udp, htons((uint16_t)(FIRST_PORT + i)));
    put16(udp + 2, htons(9));
    put16(udp + 4, htons((uint16_t)(length - ICMP_AT)));
}

static void write_frames(const uint8_t *station, int is_echo)
{
    for (int i = 0; i < FRAMES; i++) {
        uint8_t *frame = frames[i];
        memset(frame, 0, LONGEST);
        memcpy(frame, station, 6);
        memcpy(frame + 6, us, 6);
        put16(frame + 12, htons(0x0800));
        write_ipv4(frame + ETHERNET, is_echo ? echo_to : datagram_to, is_echo ? 1 : 17, i);
        if (is_echo)
            write_echo(frame + ICMP_AT, i);
        else
            write_datagram(frame + ICMP_AT, i);
        parts[i] = (struct iovec){frame, length};
        messages[i].msg_hdr = (struct msghdr){.msg_iov = parts + i, .msg_iovlen = 1};
    }
}

static int open_socket(const char *device, uint16_t protocol)
{
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_protocol = htons(protocol), .sll_ifindex = index_of(device)};
    int on = 1, bytes = 4 << 20, opened = must(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0), "socket AF_PACKET");
    must(setsockopt(opened, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on), "PACKET_QDISC_BYPASS");
    must(setsockopt(opened, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on), "PACKET_IGNORE_OUTGOING");
    must(setsockopt(opened, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes), "SO_SNDBUFFORCE");
    must(bind(opened, (struct sockaddr *)&to, sizeof to), "bind");
    return opened;
}

/* A place as NAMESPACE:DEVICE: enters the one, returns the other. */
static const char *enter(char *place)
{
    char path[128], *separator = strchr(place, ':');
    int there;
    if (!separator)
        fail("NAMESPACE:DEVICE");
    snprintf(path, sizeof path, "/run/netns/%.*s", (int)(separator - place), place);
    there = must(open(path, O_RDONLY), path);
    must(setns(there, CLONE_NEWNET), "setns");
    close(there);
    return separator + 1;
}

/* What is wrong with a frame but for what is behind the IPv4 header, or null. */
static const char *wrong_front(const uint8_t *in, const uint8_t *to, const uint8_t *from, int hops)
{
    const uint8_t *packet = in + ETHERNET;
    if (memcmp(in, to, 6) || memcmp(in + 6, from, 6))
        return "MAC addresses";
    if (packet[0] != 0x45 || packet[8] < hops || (load16(packet + 6) & htons(0x3fff)) || checksum(packet, IPV4))
        return "IPv4 header or its checksum";
    return NULL;
}

static const char *wrong_reply(const uint8_t *in, const uint8_t *out)
{
    const uint8_t *packet = in + ETHERNET, *icmp = in + ICMP_AT;
    if (memcmp(packet + 12, echo_to, 4) || memcmp(packet + 16, address, 4))
        return "addresses";
    if (icmp[0] || icmp[1] || checksum(icmp, length - ICMP_AT))
        return "ICMP type, code or checksum";
    if (memcmp(icmp + 4, out + ICMP_AT + 4, length - ICMP_AT - 4))
        return "identifier, sequence number or payload";
    return NULL;
}

static const char *wrong_datagram(const uint8_t *in, const uint8_t *out)
{
    if (in[ETHERNET + 8] != 63)
        return "time to live";
    if (memcmp(in + ETHERNET + 12, out + ETHERNET + 12, length - ETHERNET - 12))
        return "addresses, ports or payload";
    return NULL;
}

static const char *wrong(const uint8_t *in, const uint8_t *out, const uint8_t *station, int is_echo)
{
    const char *front = wrong_front(in, is_echo ? us : next_hop, is_echo ? station : way_out, is_echo ? 32 : 63);
    if (ntohs(load16(in + ETHERNET + 2)) != length - ETHERNET)
        return "length";
    return front ? front : is_echo ? wrong_reply(in, out) : wrong_datagram(in, out);
}

/* Which of our frames this answers: whatever else is on the cable is none. */
static int number_of(const uint8_t *in, ssize_t bytes, int is_echo)
{
    if (bytes < (ssize_t)length || load16(in + 12) != htons(0x0800) || in[ETHERNET + 9] != (is_echo ? 1 : 17))
        return -1;
    int i = is_echo ? ntohs(load16(in + ICMP_AT + 4)) - FIRST_ID : ntohs(load16(in + ICMP_AT)) - FIRST_PORT;
    return i >= 0 && i < CHECKED ? i : -1;
}

static int check(const char *device, const uint8_t *station, char *place, int is_echo)
{
    static uint8_t in[2 * LONGEST];
    uint32_t seen = 0;
    int out = open_socket(device, 0), back = open_socket(enter(place), ETH_P_ALL);
    int64_t until = now_ns() + 2000000000LL;
    must(sendmmsg(out, messages, CHECKED, 0), "send");
    while (seen != UINT32_MAX && now_ns() < until) {
        ssize_t bytes = recv(back, in, sizeof in, MSG_DONTWAIT);
        int i = number_of(in, bytes, is_echo);
        const char *what = i < 0 ? NULL : seen >> i & 1 ? "frame, for it came twice" : wrong(in, frames[i], station, is_echo);
        if (what) {
            fprintf(stderr, "wrong %s\n", what);
            return 1;
        }
        seen |= i < 0 ? 0 : 1u << i;
    }
    if (seen != UINT32_MAX)
        fprintf(stderr, "%d of %d frames got no answer\n", CHECKED - __builtin_popcount(seen), CHECKED);
    return seen != UINT32_MAX;
}

/* The interfaces' figures of the namespace we are in, read again and again through one descriptor. */
static int open_figures(void) { return must(open("/proc/thread-self/net/dev", O_RDONLY), "/proc/net/dev"); }

static int64_t read_arrived(int file, const char *device)
{
    char text[8192], name[40], *at;
    ssize_t n = must((int)pread(file, text, sizeof text - 1, 0), "/proc/net/dev");
    int64_t packets = 0;
    text[n] = 0;
    snprintf(name, sizeof name, "%s:", device);
    at = strstr(text, name);
    if (!at || sscanf(at + strlen(name), "%*d %" SCNd64, &packets) != 1)
        fail(device);
    return packets;
}

static int64_t read_program(const char *pid)
{
    char path[320];
    int64_t sum = 0, ns;
    struct dirent *each;
    DIR *tasks;
    snprintf(path, sizeof path, "/proc/%s/task", pid);
    tasks = opendir(path);
    while (tasks && (each = readdir(tasks))) {
        FILE *file;
        snprintf(path, sizeof path, "/proc/%s/task/%s/schedstat", pid, each->d_name);
        file = each->d_name[0] == '.' ? NULL : fopen(path, "r");
        if (file && fscanf(file, "%" SCNd64, &ns) == 1)
            sum += ns;
        if (file)
            fclose(file);
    }
    if (tasks)
        closedir(tasks);
    return sum;
}

static void read_processors(struct figures *into)
{
    char line[512];
    FILE *file = fopen("/proc/stat", "r");
    int cpu;
    int64_t user, nice, system, idle, wait, hard, soft, tick = 1000 / sysconf(_SC_CLK_TCK);
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "cpu%d %" SCNd64 "%" SCNd64 "%" SCNd64 "%" SCNd64 "%" SCNd64 "%" SCNd64 "%" SCNd64, &cpu, &user, &nice, &system,
                &idle, &wait, &hard, &soft) == 8 && cpu < PROCESSORS) {
            into->ms[cpu][0] = (user + nice) * tick;
            into->ms[cpu][1] = system * tick;
            into->ms[cpu][2] = (hard + soft) * tick;
            into->ms[cpu][3] = (idle + wait) * tick;
        }
    if (file)
        fclose(file);
}

static void look(struct figures *into, int file, const char *device, const char *pid)
{
    into->program_ns = pid ? read_program(pid) : 0;
    read_processors(into);
    into->arrived = read_arrived(file, device);
    into->ns = now_ns();
}

static int64_t send_for(int fd, int64_t ns)
{
    int64_t sent = 0, until = now_ns() + ns;
    while (now_ns() < until) {
        int n = sendmmsg(fd, messages, FRAMES, 0);
        sent += n > 0 ? n : 0;
    }
    return sent;
}

static void report(const struct figures *from, const struct figures *to, int64_t sent)
{
    static const char *const kinds[] = {"user", "system", "soft", "idle"};
    printf("ns=%" PRId64 " sent=%" PRId64 " arrived=%" PRId64 " program_ns=%" PRId64, to->ns - from->ns, sent,
        to->arrived - from->arrived, to->program_ns - from->program_ns);
    for (int cpu = 0; cpu < sysconf(_SC_NPROCESSORS_ONLN) && cpu < PROCESSORS; cpu++)
        for (int k = 0; k < 4; k++)
            printf(" cpu%d_%s_ms=%" PRId64, cpu, kinds[k], to->ms[cpu][k] - from->ms[cpu][k]);
    puts("");
}

static void flood(char **argv, const char *pid)
{
    struct figures from, to;
    int fd = open_socket(argv[3], 0);
    const char *device = enter(argv[5]);
    int file = open_figures();
    int64_t sent;
    send_for(fd, atoll(argv[6]) * 1000000LL);
    look(&from, file, device, pid);
    sent = send_for(fd, atoll(argv[7]) * 1000000LL);
    look(&to, file, device, pid);
    report(&from, &to, sent);
}

static void read_station(const char *text, uint8_t *station)
{
    unsigned m[6];
    if (sscanf(text, "%x:%x:%x:%x:%x:%x", m, m + 1, m + 2, m + 3, m + 4, m + 5) != 6)
        fail(text);
    for (int i = 0; i < 6; i++)
        station[i] = (uint8_t)m[i];
}

int main(int argc, char **argv)
{
    uint8_t station[6];
    int is_check = argc == 6 && !strncmp(argv[1], "check-", 6), is_echo;
    if (!is_check && argc != 8 && argc != 9) {
        fprintf(stderr, "usage: flood check-echo|check-datagram FRAME DEVICE STATION NAMESPACE:DEVICE\n"
            "       flood echo|datagram FRAME DEVICE STATION NAMESPACE:DEVICE WARM_MS MS [PID]\n");
        return 2;
    }
    is_echo = !strcmp(argv[1] + (is_check ? 6 : 0), "echo");
    length = (uint32_t)atoi(argv[2]);
    length = length == 64 ? length - CHECK_SEQUENCE : length;
    if (length < 60 || length > 1514)
        fail("FRAME");
    read_station(argv[4], station);
    write_frames(station, is_echo);
    if (is_check)
        return check(argv[3], station, argv[5], is_echo);
    flood(argv, argc == 9 ? argv[8] : NULL);
    return 0;
}
