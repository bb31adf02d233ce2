package org.hopwire.counter;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class DropReasonTest {
    @ParameterizedTest
    @EnumSource
    void shouldDescribeEveryReasonInOneLine(DropReason reason) {
        assertThat(reason.description()).isNotBlank().hasSizeBetween(10, 100).doesNotContain("\n").doesNotEndWith(".");
        assertThat(reason.label()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(DropReason.at(reason.index())).isSameAs(reason);
    }

    @Test
    void shouldSayEachThingOnce() {
        assertThat(Arrays.stream(DropReason.values()).map(DropReason::label)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(DropReason.values()).map(DropReason::description)).doesNotHaveDuplicates();
        assertThat(DropReason.count()).isEqualTo(DropReason.values().length);
    }

    @Test
    void shouldSpellLabelsInKebabCase() {
        assertThat(DropReason.BAD_HEADER_CHECKSUM.label()).isEqualTo("bad-header-checksum");
        assertThat(DropReason.LOOP.label()).isEqualTo("loop");
    }
}
