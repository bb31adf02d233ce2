/**
 * What the tests of every package share: frames by name, hexadecimal, poisoned buffers, what packages keep. Nothing
 * here uses the code under test, so that it can judge it. Open {@link org.hopwire.testkit.Packets} first.
 */
package org.hopwire.testkit;
