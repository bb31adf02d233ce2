package org.hopwire.bench.peers;

import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;

import org.hopwire.bench.Peered;
import org.hopwire.bench.peers.work.JavaCase;
import org.hopwire.bench.peers.work.Peer;
import org.hopwire.bench.peers.work.Work;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogueTest {
    private static Stream<JavaCase> javaCases() {
        return Catalogue.works().stream().flatMap(work -> Stream.concat(Stream.of(work.hopwire()),
                work.peers().stream().filter(Peer.Library.class::isInstance)
                        .map(peer -> ((Peer.Library) peer).java())));
    }

    @Test
    void shouldNameBenchmarksThatShareWhatTheyAsk() {
        assertThat(javaCases()).isNotEmpty().allSatisfy(each -> {
            assertThat(Peered.class).isAssignableFrom(each.type());
            assertThat(each.type().getMethod(each.method()).isAnnotationPresent(Benchmark.class)).isTrue();
            for (String param : each.params().keySet()) {
                Field field = each.type().getDeclaredField(param);
                assertThat(field.isAnnotationPresent(Param.class)).as(param).isTrue();
            }
        });
    }

    @Test
    void shouldNameProgramsThatAreInTheJar() {
        List<String> programs = Catalogue.works().stream().flatMap(work -> work.peers().stream())
                .filter(Peer.Native.class::isInstance).map(peer -> ((Peer.Native) peer).program()).distinct().toList();
        assertThat(programs).isNotEmpty()
                .allSatisfy(each -> assertThat(getClass().getResource("/native/" + each + ".c")).isNotNull());
    }

    @Test
    void shouldGiveEachWorkFilesOfItsOwn() {
        assertThat(Catalogue.works()).extracting(Work::folder).doesNotHaveDuplicates();
    }
}
