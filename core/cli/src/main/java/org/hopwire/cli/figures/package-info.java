/**
 * An engine's figures and memberships as tables for people and as JSON for programs; every command that shows them uses
 * these. Plain functions of snapshots, on whichever thread asks.
 *
 * <p>Open {@link org.hopwire.cli.figures.FiguresReport} first.
 */
package org.hopwire.cli.figures;
