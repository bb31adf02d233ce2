/** A frozen kernel: what it measures is the machine. */
package org.hopwire.bench.reference;
