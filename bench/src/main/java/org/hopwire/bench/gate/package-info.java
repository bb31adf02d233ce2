/**
 * The performance gate, {@code bench gate} and its relatives: commands only, what they do is in the packages below.
 *
 * <ul>
 * <li>{@code stats} and {@code decide}: arithmetic, from pairs of forks to verdicts;
 * <li>{@code sample}: what a fork measured, and the file that keeps it ({@code hopwire.forks/1});
 * <li>{@code build}: commits, their jars, their benchmarks;
 * <li>{@code run}: forks in turn, in stages, within a budget;
 * <li>{@code report}: results for people and for programs ({@code hopwire.gate/1});
 * <li>{@code power}: false alarms and the smallest visible change, from recorded pairs;
 * <li>{@code mutate}: planted slowdowns.
 * </ul>
 */
package org.hopwire.bench.gate;
