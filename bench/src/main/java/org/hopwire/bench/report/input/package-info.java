/**
 * What the other commands have written, read back: a record for each kind of file. A file that says something else, or
 * not enough, is refused by name and field ({@link org.hopwire.bench.report.input.DamagedInputException}). Fields
 * nobody asks for are passed over. Nothing here uses the writers: a report reads files of older builds, too. Open
 * {@link org.hopwire.bench.report.input.Results} first.
 */
package org.hopwire.bench.report.input;
