package org.hopwire.cli.doctor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Program;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class DoctorCommandTest {
    /** A healthy Linux, to be spoilt. */
    private static final class Fake implements Machine {
        private final Map<String, String> properties = new HashMap<>(Map.of("os.name", "Linux", "os.version", "6.1",
                "java.vendor", "V", "java.runtime.version", "25", "java.home", "/jdk"));
        private final Map<String, List<String>> files = new HashMap<>(Map.of("/proc/self/status",
                List.of("Name:\tjava", "CapEff:\t000001ffffffffff"), "/proc/sys/net/core/rmem_max", List.of("67108864"),
                "/proc/sys/net/core/wmem_max", List.of("67108864"), "/proc/misc", List.of("200 tun"),
                "/proc/net/protocols", List.of("PACKET    1408", "XDP       960")));
        private int javaFeature = 25;
        private boolean vector = true;
        private boolean internals = true;
        private boolean nativeAccess = true;

        @Override
        public int javaFeature() {
            return javaFeature;
        }

        @Override
        public String property(String name) {
            return properties.get(name);
        }

        @Override
        public List<String> lines(String file) {
            return files.getOrDefault(file, List.of());
        }

        @Override
        public boolean hasVectorModule() {
            return vector;
        }

        @Override
        public boolean opensInternals() {
            return internals;
        }

        @Override
        public boolean hasNativeAccess() {
            return nativeAccess;
        }
    }

    private final Fake machine = new Fake();

    private Program doctor(String... args) {
        return Program.run(new CommandLine(new DoctorCommand(machine)), (Object[]) args);
    }

    private Finding finding(String name) {
        return Examination.of(machine).stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void shouldFindThisJvmHealthy() {
        Program run = Program.run("doctor");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("vector-module").contains("checksum").contains("Hopwire runs here.");
    }

    @Test
    void shouldGiveTheFlagToPasteForEachThatIsMissing() {
        machine.internals = false;
        machine.nativeAccess = false;
        Program run = doctor();
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.out()).contains("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
                .contains("--enable-native-access=ALL-UNNAMED").contains("Hopwire does not run here");
    }

    @Test
    void shouldRunWithoutTheVectorModuleAndSaySo() {
        machine.vector = false;
        assertThat(doctor().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(finding("vector-module").state()).isEqualTo(Finding.State.NOTE);
        assertThat(finding("vector-module").remedy()).isEqualTo("--add-modules=jdk.incubator.vector");
    }

    @Test
    void shouldRefuseAnOldJava() {
        machine.javaFeature = 21;
        assertThat(finding("java").state()).isEqualTo(Finding.State.MISSING);
        assertThat(doctor().exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void shouldRefuseSwitchedOffBoundsChecks() {
        machine.properties.put("agrona.disable.bounds.checks", "true");
        machine.properties.put("jdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK", "0");
        assertThat(finding("bounds-checks").state()).isEqualTo(Finding.State.MISSING);
        assertThat(finding("vector-checks").state()).isEqualTo(Finding.State.MISSING);
        assertThat(doctor().exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void shouldTellCapabilitiesFromTheirAbsence() {
        assertThat(finding("capabilities").state()).isEqualTo(Finding.State.OK);
        machine.files.put("/proc/self/status", List.of("CapEff:\t0000000000002000"));
        assertThat(finding("capabilities").state()).isEqualTo(Finding.State.NOTE);
        assertThat(finding("capabilities").detail()).startsWith("cap_net_admin,cap_bpf not held");
        assertThat(finding("capabilities").remedy()).startsWith("sudo hopwire run");
        machine.files.put("/proc/self/status", List.of("CapEff:\t0000008000003000"));
        assertThat(finding("capabilities").state()).isEqualTo(Finding.State.OK);
    }

    @Test
    void shouldTellWhatTheLabNeeds() {
        assertThat(finding("user-namespaces").state()).isEqualTo(Finding.State.OK);
        machine.files.put("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", List.of("1"));
        assertThat(finding("user-namespaces").state()).isEqualTo(Finding.State.NOTE);
        assertThat(finding("user-namespaces").remedy())
                .isEqualTo("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
    }

    @Test
    void shouldTellWhatThisKernelHasForLivePorts() {
        for (String name : List.of("af-packet", "af-xdp", "tun")) {
            assertThat(finding(name).state()).as(name).isEqualTo(Finding.State.OK);
        }
        machine.properties.put("os.version", "5.8.0-generic");
        assertThat(finding("af-xdp").detail()).contains("5.8.0-generic is older than 5.9");
        machine.files.put("/proc/net/protocols", List.of("UDP 1"));
        machine.files.put("/proc/misc", List.of());
        for (String name : List.of("af-packet", "af-xdp", "tun")) {
            assertThat(finding(name).state()).as(name).isEqualTo(Finding.State.NOTE);
        }
        assertThat(finding("tun").remedy()).isEqualTo("sudo modprobe tun");
        assertThat(doctor().exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldNoteSmallSocketBuffersAndASleepyGovernor() {
        machine.files.put("/proc/sys/net/core/rmem_max", List.of("212992"));
        machine.files.put("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", List.of("powersave"));
        assertThat(finding("receive-buffer").remedy()).isEqualTo("sudo sysctl -w net.core.rmem_max=4194304");
        assertThat(finding("governor").state()).isEqualTo(Finding.State.NOTE);
        assertThat(doctor().exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldLookAtLinuxOnLinuxOnly() {
        machine.properties.put("os.name", "Mac OS X");
        assertThat(Examination.of(machine)).noneMatch(each -> each.name().equals("capabilities"));
    }

    @Test
    void shouldPrintOneDocument() {
        machine.nativeAccess = false;
        Program run = doctor("--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.json().get("schema").asInt()).isEqualTo(1);
        assertThat(run.json().get("healthy").asBoolean()).isFalse();
        assertThat(run.json().get("findings").findValuesAsText("state")).containsOnlyOnce("missing").contains("ok");
    }
}
