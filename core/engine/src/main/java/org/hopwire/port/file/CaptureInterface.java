package org.hopwire.port.file;

import java.util.regex.Pattern;

/** One interface of a capture as the file describes it. A plain pcap has exactly one, without a name. */
public final class CaptureInterface {
    private static final int LONGEST_FCS = 8;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private final int index;
    private final int section;
    private final int linkType;
    private final long snapLength;
    private String name;
    private int resolution = TimestampScale.MICROSECONDS;
    private long offsetSeconds;
    private int fcsLength;
    private TimestampScale scale = new TimestampScale(TimestampScale.MICROSECONDS, 0);

    CaptureInterface(int index, int section, int linkType, long snapLength) {
        this.index = index;
        this.section = section;
        this.linkType = linkType;
        this.snapLength = snapLength;
    }

    void name(String value) {
        name = value.isEmpty() ? null : value;
    }

    void timestamps(int newResolution, long newOffsetSeconds) {
        resolution = newResolution;
        offsetSeconds = newOffsetSeconds;
        scale = new TimestampScale(newResolution, newOffsetSeconds);
    }

    /** A frame check sequence no link has is not believed. */
    void fcsLength(int bytes) {
        fcsLength = bytes <= LONGEST_FCS ? bytes : 0;
    }

    TimestampScale scale() {
        return scale;
    }

    /** Bytes of frame check sequence behind each frame, cut off when a frame is handed over. */
    public int fcsLength() {
        return fcsLength;
    }

    /** Counted from 0 over the whole file, all sections. */
    public int index() {
        return index;
    }

    /** The section that describes it, counted from 0. */
    public int section() {
        return section;
    }

    /** if_name as the file has it, or null where it has none or an empty one. */
    public String name() {
        return name;
    }

    /** LINKTYPE number. */
    public int linkType() {
        return linkType;
    }

    /** Most bytes kept of a frame; 0 for no limit. */
    public long snapLength() {
        return snapLength;
    }

    /** if_tsresol: negative power of 10, or of 2 where bit 7 is set. */
    public int timestampResolution() {
        return resolution;
    }

    /** if_tsoffset in seconds. */
    public long timestampOffsetSeconds() {
        return offsetSeconds;
    }

    /**
     * How to name it to a person: its index, and its name where it has one. One line: what a terminal would obey and
     * not show is escaped as in Java, for a capture may come from anybody.
     */
    @Override
    public String toString() {
        return name == null ? "interface " + index : "interface " + index + " (" + printable(name) + ")";
    }

    /** Any text with what does not print escaped as in Java: control characters, line ends, marks of direction. */
    public static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(match -> {
            StringBuilder escaped = new StringBuilder();
            match.group().chars().forEach(unit -> escaped.append(String.format("\\\\u%04x", unit)));
            return escaped.toString();
        });
    }
}
