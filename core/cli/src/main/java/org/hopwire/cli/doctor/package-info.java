/**
 * What this machine and this JVM offer and lack, told before anything is started.
 *
 * <p>No state; runs on its caller's thread. Open {@link org.hopwire.cli.doctor.Examination} first.
 */
package org.hopwire.cli.doctor;
