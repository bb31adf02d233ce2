package org.hopwire.bench.report.page;

/** Text of a page; whatever is not called markup is escaped. */
public final class Html {
    private final StringBuilder text = new StringBuilder();

    /** The same text, harmless in an element and in an attribute. */
    public static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** An element of a class, with text. */
    public Html add(String element, String css, String words) {
        return markup(element(element, css, escape(words)));
    }

    /** An element of a class, with what is markup already. */
    public static String element(String element, String css, String markup) {
        return "<" + element + (css.isEmpty() ? "" : " class=\"" + escape(css) + "\"") + ">" + markup + "</" + element
                + ">";
    }

    /** A paragraph. */
    public Html say(String words) {
        return add("p", "", words).markup("\n");
    }

    /** What is markup already. */
    public Html markup(String markup) {
        text.append(markup);
        return this;
    }

    /** What is there only for whoever opens it, and on paper. */
    public Html folded(String summary, String markup) {
        return markup("<details><summary>" + escape(summary) + "</summary>\n" + markup + "</details>\n");
    }

    /** Charts side by side where there is room. */
    public Html charts(Iterable<String> drawings) {
        markup("<div class=\"charts\">\n");
        drawings.forEach(each -> markup(element("figure", "", each)).markup("\n"));
        return markup("</div>\n");
    }

    /** A chart as wide as the page. */
    public Html chart(String drawing) {
        return markup(element("figure", "scroll", drawing)).markup("\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
