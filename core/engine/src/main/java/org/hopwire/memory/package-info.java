/** Frames and the memory they live in. */
package org.hopwire.memory;
