/**
 * Options that several commands have, as picocli mixins, and what refuses a value. Open
 * {@link org.hopwire.bench.option.JsonFile} first.
 */
package org.hopwire.bench.option;
