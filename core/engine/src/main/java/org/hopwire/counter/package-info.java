/**
 * Counted facts: every frame that is lost, and every other event worth a figure, is one row of an enum and one
 * counter. Drops are counted values on the data path; exceptions go to {@link org.hopwire.counter.DistinctErrors}.
 * <p>
 * Writer thread: each {@link org.hopwire.counter.CounterSet} has exactly one, the agent it was registered for;
 * every thread may read. Rows are registered before the agents start.
 * <p>
 * To add a drop reason, add a row to {@link org.hopwire.counter.DropReason}: label, counter and statistics follow.
 * Open {@link org.hopwire.counter.CounterSet} first.
 */
package org.hopwire.counter;
