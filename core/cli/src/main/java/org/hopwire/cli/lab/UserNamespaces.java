package org.hopwire.cli.lab;

import java.util.List;
import java.util.function.Function;

/** Whether this system lets its users have namespaces of their own. */
public final class UserNamespaces {
    private static final String MOST = "user.max_user_namespaces";
    private static final String DEBIAN = "kernel.unprivileged_userns_clone";
    private static final String UBUNTU = "kernel.apparmor_restrict_unprivileged_userns";

    private UserNamespaces() {}

    /** The line to paste where a setting forbids them, or empty; {@code lines} reads a small file, or nothing. */
    public static String remedy(Function<String, List<String>> lines) {
        if (is("0", MOST, lines)) {
            return "sudo sysctl -w " + MOST + "=10000";
        }
        if (is("0", DEBIAN, lines)) {
            return "sudo sysctl -w " + DEBIAN + "=1";
        }
        return is("1", UBUNTU, lines) ? "sudo sysctl -w " + UBUNTU + "=0" : "";
    }

    private static boolean is(String value, String setting, Function<String, List<String>> lines) {
        return lines.apply("/proc/sys/" + setting.replace('.', '/')).stream()
                .anyMatch(each -> each.strip().equals(value));
    }
}
