package org.hopwire.cli.lab;

import java.util.Arrays;
import java.util.Locale;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The three machines of the lab. */
enum Node {
    /** Where the router's interfaces are, {@code lan} and {@code wan}, without an address. */
    ROUTER,
    /** A Linux host beside the router's {@code lan}. */
    HOST,
    /** A Linux host beside the router's {@code wan}. */
    SERVER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Tells the choices as they are typed. */
    static final class Converter implements ITypeConverter<Node> {
        @Override
        public Node convert(String value) {
            return Arrays.stream(values()).filter(node -> node.toString().equals(value)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is none of router, host, server"));
        }
    }
}
