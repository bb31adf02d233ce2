/** Whole engines on bursts of 256: receive, parse, decide, transmit, release, with every check on. */
package org.hopwire.bench.engine;
