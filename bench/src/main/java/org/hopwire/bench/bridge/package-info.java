/** The switch's data path, port to port, on bursts of 256. */
package org.hopwire.bench.bridge;
