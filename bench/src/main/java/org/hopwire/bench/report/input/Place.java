package org.hopwire.bench.report.input;

/**
 * Where and of what something was measured; empty where the file does not say.
 *
 * @param id name of the machine, as folders are called
 * @param machine processor and so on, for people
 * @param commit of what was measured
 * @param taken when, UTC
 */
public record Place(String id, String machine, String commit, String taken) {
    /** A machine as the gate writes it. */
    static Place ofGate(Field machine, String commit, String taken) {
        return new Place(machine.at("id").text(),
                "%s, %d processors, %s, JDK %s, load average %s".formatted(machine.at("cpu").text(),
                        machine.at("cores").whole(), machine.at("kernel").text(), machine.at("jdk").text(),
                        load(machine.at("load").number())),
                commit, taken);
    }

    private static String load(double average) {
        return average < 0 ? "unknown" : String.valueOf(Math.round(average * 10) / 10.0);
    }
}
