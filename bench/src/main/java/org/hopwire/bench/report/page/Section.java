package org.hopwire.bench.report.page;

/**
 * A part of the page.
 *
 * @param id that links name
 * @param title what question it answers
 * @param markup its content
 */
public record Section(String id, String title, String markup) {}
