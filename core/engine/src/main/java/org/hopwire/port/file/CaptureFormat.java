package org.hopwire.port.file;

/** The formats a capture can be written in. */
public enum CaptureFormat {
    /** Classic pcap with nanoseconds: one stream of frames, no interface names, no comments. */
    PCAP(".pcap"),
    /** pcapng: named interfaces, nanoseconds, a comment per frame. */
    PCAPNG(".pcapng");

    private static final String COMPRESSED = ".gz";

    private final String suffix;

    CaptureFormat(String suffix) {
        this.suffix = suffix;
    }

    /**
     * The format a file name asks for; standard output ({@code -}) is pcapng.
     *
     * @throws IllegalArgumentException if the name ends in neither {@code .pcap} nor {@code .pcapng}, with or without
     *         {@code .gz} behind it
     */
    public static CaptureFormat of(String fileName) {
        String name = isCompressed(fileName)
                ? fileName.substring(0, fileName.length() - COMPRESSED.length())
                : fileName;
        for (CaptureFormat format : values()) {
            if (name.endsWith(format.suffix)) {
                return format;
            }
        }
        if (fileName.equals("-")) {
            return PCAPNG;
        }
        throw new IllegalArgumentException(
                "output file: " + fileName + " ends in neither .pcap nor .pcapng (nor those with .gz)");
    }

    /** Whether a file name asks for gzip. */
    public static boolean isCompressed(String fileName) {
        return fileName.endsWith(COMPRESSED);
    }
}
