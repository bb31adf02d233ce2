/**
 * The parts a page is made of: escaped text, tables, sections, and the list of what is not known. Open
 * {@link org.hopwire.bench.report.page.Page} first; its look is {@code report.css} beside it.
 */
package org.hopwire.bench.report.page;
