/**
 * Whole networks of real engines in virtual time: routers, hosts of all versions, proxies and snooping switches with
 * VLANs, joined by links that lose, double, delay, reorder and corrupt what they carry, with nodes that die and come
 * back or stand still and go on. Everything follows from a seed, so every failure can be played again; checkers compare
 * what the engines do with a model of a few lines.
 *
 * <p>Open {@link org.hopwire.simulation.Simulation} first; {@link org.hopwire.simulation.Campaign} runs many seeds.
 */
package org.hopwire.simulation;
