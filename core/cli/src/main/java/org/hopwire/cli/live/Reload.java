package org.hopwire.cli.live;

import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Json;
import org.hopwire.cli.config.ConfigException;
import org.hopwire.cli.config.ConfigLoader;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.ConfigChange;
import org.hopwire.engine.config.EngineConfig;

/** The engine's side of a reload: reads the file it was started with again, and puts it in force or says why not. */
final class Reload {
    /** Request to put the file in force. */
    static final String RELOAD = "reload";
    /** Request for what that would change. */
    static final String PLAN = "reload-plan";

    /** Changes that are told one by one; of a million routes nobody reads more. */
    private static final int MOST_TOLD = 1000;

    private final Engine engine;
    private final Path file;

    Reload(Engine engine, Path file) {
        this.engine = engine;
        this.file = file;
    }

    /**
     * One attempt's outcome, as a document.
     *
     * @param isDry whether nothing is to be changed, whatever the file says
     */
    ObjectNode answer(boolean isDry) {
        ObjectNode document = Json.document().put("file", file.toString()).put("applied", false);
        document.putArray("changes");
        try {
            EngineConfig wanted = ConfigLoader.load(file);
            decide(document, wanted, isDry);
        } catch (ConfigException e) {
            refuse(document, ExitCode.BAD_INPUT, e.getMessage());
        } catch (IllegalArgumentException e) {
            refuse(document, ExitCode.BAD_INPUT, file + ": " + e.getMessage());
        } catch (IllegalStateException e) {
            refuse(document, ExitCode.ENVIRONMENT, e.getMessage());
        }
        return document;
    }

    private void decide(ObjectNode document, EngineConfig wanted, boolean isDry) {
        List<ConfigChange> changes = engine.changesTo(wanted);
        changes.stream().limit(MOST_TOLD).forEach(each -> put((ArrayNode) document.path("changes"), each));
        document.put("more", Math.max(0, changes.size() - MOST_TOLD));
        ConfigChange fixed = changes.stream().filter(ConfigChange::needsRestart).findFirst().orElse(null);
        if (fixed != null) {
            refuse(document, ExitCode.NO, file + ": " + fixed + (isDry ? "" : "; nothing was changed"));
            return;
        }
        if (!isDry) {
            engine.reconfigure(wanted);
        }
        document.put("applied", !isDry).putNull("error").put("exit_status", ExitCode.OK);
    }

    private static void put(ArrayNode into, ConfigChange change) {
        into.addObject().put("key", change.key()).put("before", change.before()).put("after", change.after())
                .put("needs_restart", change.needsRestart());
    }

    private static void refuse(ObjectNode document, int exitStatus, String why) {
        document.put("error", why).put("exit_status", exitStatus);
    }
}
