/** What it costs to find out where a destination leads, and to change it. Open {@code RouteBenchmark} first. */
package org.hopwire.bench.ip;
