/**
 * Time as an argument: clock interfaces, a clock that is moved by hand, and the timer wheel. Nothing in here reads the
 * machine's clock, so a recording, a simulation and a running engine go through the same code.
 * <p>
 * All times are {@code long} nanoseconds. Monotonic times may wrap and are compared by difference
 * ({@code a - b > 0}, never {@code a > b}).
 * <p>
 * Writer thread: the agent that owns the wheel or the clock; nothing here is thread-safe.
 * <p>
 * Open {@link org.hopwire.time.TimerWheel} first.
 */
package org.hopwire.time;
