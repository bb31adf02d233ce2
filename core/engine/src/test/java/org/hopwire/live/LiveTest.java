package org.hopwire.live;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.TestAbortedException;

/** One net for all tests of a class, judged at its end. Without one each test is skipped with the reason. */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LiveTest {
    private TestAbortedException missing;

    /** Makes the net, and begins what all tests wait for. */
    abstract void prepare();

    /** Asserts that all went well, and takes the net down as far as it was made. */
    abstract void judge();

    @BeforeAll
    void begin() {
        try {
            prepare();
        } catch (TestAbortedException e) {
            missing = e;
        }
    }

    @BeforeEach
    void requireNet() {
        if (missing != null) {
            throw missing;
        }
    }

    @AfterAll
    void end() {
        judge();
    }
}
