package org.hopwire.simulation;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.hopwire.engine.Engine;
import org.hopwire.igmp.router.GroupTable;
import org.hopwire.time.TimerWheel;

/** What an engine shows nobody, for checks that count again. */
final class Inside {
    private Inside() {}

    private static Object field(Object holder, String name) {
        try {
            Field field = holder.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(holder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no field " + name + " in " + holder.getClass(), e);
        }
    }

    /** Timers that are armed. */
    static int timers(Engine engine) {
        Object control = field(field(engine, "parts"), "control");
        return ((TimerWheel) field(control, "wheel")).active();
    }

    /** Every table of groups. */
    static List<GroupTable> tables(Engine engine) {
        Object handler = field(field(field(engine, "parts"), "multicast"), "membership");
        List<GroupTable> tables = new ArrayList<>();
        if (handler.getClass().getSimpleName().equals("SnoopHandler")) {
            for (Object vlan : ((Map<?, ?>) field(handler, "vlans")).values()) {
                Object each = field(vlan, "tables");
                for (int i = 0; i < Array.getLength(each); i++) {
                    add(tables, Array.get(each, i));
                }
            }
        } else {
            for (Object port : (List<?>) field(handler, "ports")) {
                add(tables, field(port, "table"));
            }
        }
        return tables;
    }

    private static void add(List<GroupTable> tables, Object table) {
        if (table != null) {
            tables.add((GroupTable) table);
        }
    }
}
