/** What it costs to find out who receives a group, and to change it. Open {@code LookupBenchmark} first. */
package org.hopwire.bench.membership;
