/**
 * The sections of the report, each from the files it needs to markup. A section whose file is missing says so and how
 * to get it; what it cannot say for sure it hands to the list of gaps. A new one is a class here and a line in
 * {@code Report}. Open {@link org.hopwire.bench.report.section.Part} first.
 */
package org.hopwire.bench.report.section;
