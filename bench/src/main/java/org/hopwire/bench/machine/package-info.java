/**
 * The machine a benchmark runs on: what it is, programs and virtual machines run on it, namespaces and cables made of
 * it, and how a command says that something is not there. Every command uses it, and it uses none of them. Open
 * {@link org.hopwire.bench.machine.Shell} first.
 */
package org.hopwire.bench.machine;
