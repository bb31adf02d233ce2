/* The start of DPDK's environment, for the peers that need its memory. */
#ifndef DPDK_H
#define DPDK_H
#include "peer.h"
#include <rte_eal.h>

static long free_huge_megabytes(void)
{
    FILE *in = fopen("/proc/meminfo", "r");
    char line[256];
    long free_pages = 0;
    while (in && fgets(line, sizeof line, in))
        sscanf(line, "HugePages_Free: %ld", &free_pages);
    if (in)
        fclose(in);
    return free_pages * 2;
}

/* on huge pages where the system has set enough aside (sysctl vm.nr_hugepages), as its users do */
static void start_dpdk(int megabytes)
{
    char lcores[32], memory[32];
    snprintf(lcores, sizeof lcores, "--lcores=0@%d", asked.core);
    snprintf(memory, sizeof memory, "%d", megabytes);
    char *huge[] = {"peer", "--in-memory", "--no-pci", "--no-telemetry", "--log-level=error", lcores};
    char *small[] = {"peer", "--no-shconf", "--no-pci", "--no-telemetry", "--log-level=error", lcores, "--no-huge",
                     "-m", memory};
    int is_huge = free_huge_megabytes() >= megabytes;
    if (!is_huge && megabytes > 64)
        fprintf(stderr, "%s: on small pages; sysctl vm.nr_hugepages=%d gives DPDK its own\n", asked.name,
                megabytes / 2);
    if ((is_huge ? rte_eal_init(6, huge) : rte_eal_init(9, small)) < 0)
        fail(4, "rte_eal_init");
}
#endif
