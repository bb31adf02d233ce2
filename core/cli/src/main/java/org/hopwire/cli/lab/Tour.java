package org.hopwire.cli.lab;

import java.util.List;

/** What to paste next. */
final class Tour {
    private Tour() {}

    /** The lab and the five minutes' walk through it. */
    static List<String> of(Lab lab) {
        String hopwire = LabCommand.Launcher.words();
        String inside = hopwire + " lab exec ";
        return List.of("The lab is up, " + (lab.isRootless() ? "in a user namespace of yours." : "made by root."),
                "", "  host 192.0.2.2 ---- 192.0.2.1 (lan) router (wan) 198.51.100.1 ---- 198.51.100.2 server", "",
                "Nobody answers for the router yet. Here:",
                "  " + inside + "router hopwire run --config " + lab.configuration(),
                "and in another terminal: an address that no kernel knows,",
                "  " + inside + "host ping -c 3 192.0.2.1",
                "the way through it,",
                "  " + inside + "host " + way(),
                "a group that this machine's own kernel joins,",
                "  " + inside + "host ip address add 239.1.2.3/32 dev eth0 autojoin",
                "  " + hopwire + " stats",
                "and what became of each packet (end it with ^C):",
                "  " + hopwire + " observe",
                "In the end:",
                "  " + hopwire + " lab down");
    }

    private static String way() {
        return Tool.find("traceroute") == null
                ? "ping -c 1 -t 1 198.51.100.2"
                : "traceroute -n 198.51.100.2";
    }
}
