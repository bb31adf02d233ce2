package org.hopwire.bench.report.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Text of a drawing; every value is escaped. */
final class Svg {
    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** A drawing that a screen reader calls by its title. */
    Svg(int width, int height, String css, String title) {
        open("svg", "class", css, "viewBox", "0 0 " + width + " " + height, "width", width, "height", height, "role",
                "img", "aria-label", title);
    }

    /** Names and values in turn; numbers are rounded to a tenth of a pixel. */
    Svg open(String name, Object... attributes) {
        tag(name, attributes);
        text.append('>');
        open.push(name);
        return this;
    }

    Svg close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element without content. */
    Svg add(String name, Object... attributes) {
        tag(name, attributes);
        text.append("/>");
        return this;
    }

    /** An element that tells more when pointed at. */
    Svg hinted(String hint, String name, Object... attributes) {
        return open(name, attributes).open("title").say(hint).close().close();
    }

    /** Text at its anchor (start, middle or end) and base line. */
    Svg write(String words, double x, double y, String anchor, String css) {
        return open("text", "x", x, "y", y, "text-anchor", anchor, "class", css).say(words).close();
    }

    private Svg say(String words) {
        text.append(escape(words));
        return this;
    }

    private void tag(String name, Object... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"").append(escape(value(attributes[i + 1]))).append('"');
        }
    }

    private static String value(Object attribute) {
        return attribute instanceof Double number ? tenth(number) : attribute.toString();
    }

    static String tenth(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** The same text, harmless in an element and in an attribute. */
    static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** Ends the drawing. */
    String end() {
        while (!open.isEmpty()) {
            close();
        }
        return text.append('\n').toString();
    }
}
