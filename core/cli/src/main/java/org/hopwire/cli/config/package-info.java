/**
 * From a TOML file to the engine's configuration records, with every mistake told as one line that names file, line,
 * column, field and value.
 *
 * <p>No state; every call works on its caller's thread. Open {@link org.hopwire.cli.config.ConfigLoader} first.
 */
package org.hopwire.cli.config;
