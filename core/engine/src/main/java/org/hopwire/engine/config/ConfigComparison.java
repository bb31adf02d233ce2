package org.hopwire.engine.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.hopwire.counter.RowLabels;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpConfig.SsmMapping;
import org.hopwire.igmp.config.IgmpPortConfig;

/**
 * Finds what differs between two configurations, component by component: whatever a record gets is compared. Tables
 * that come in lists are told apart by what names them, and their order means nothing.
 */
final class ConfigComparison {
    private final Predicate<String> fixed;
    private final List<ConfigChange> changes = new ArrayList<>();

    /**
     * A comparison.
     *
     * @param fixed whether a key, names of tables left out, cannot be changed while the engine runs
     */
    ConfigComparison(Predicate<String> fixed) {
        this.fixed = fixed;
    }

    /** What differs, in the order of the records. */
    List<ConfigChange> between(EngineConfig before, EngineConfig after) {
        compare(EngineConfig.class, before, after, new Place("", ""));
        return List.copyOf(changes);
    }

    /**
     * Where a value is.
     *
     * @param key with the names of tables, and a separator behind it
     * @param field without
     */
    private record Place(String key, String field) {
        Place below(String name) {
            return new Place(key + name, field + name);
        }

        Place table(String name) {
            return new Place(key + ' ' + name, field);
        }

        Place open(char separator) {
            return new Place(key + separator, field + '.');
        }
    }

    /** What names a table among others of its list. */
    private static String identity(Object table) {
        return switch (table) {
            case PortConfig port -> port.name();
            case RouteConfig route -> route.to();
            case NeighborConfig neighbor -> neighbor.port() + ' ' + neighbor.address();
            case IpConfig.PortOptions port -> port.name();
            case IgmpPortConfig port -> port.name();
            case SsmMapping mapping -> mapping.group();
            case FixedGroup group -> group.group();
            default -> null;
        };
    }

    /** What a table stands for that only says what differs on a port; null where being there means something. */
    private static Object nothing(Object table) {
        return switch (table) {
            case IpConfig.PortOptions port -> IpConfig.PortOptions.of(port.name());
            case IgmpPortConfig port -> IgmpPortConfig.named(port.name());
            default -> null;
        };
    }

    /** Compares two records of one type, either of which may be absent. */
    private void compare(Class<?> type, Object before, Object after, Place place) {
        for (RecordComponent each : type.getRecordComponents()) {
            Object old = valueOf(each, before);
            Object wanted = valueOf(each, after);
            if (!Objects.equals(old, wanted)) {
                differ(each.getType(), old, wanted, place.below(snake(each.getName())));
            }
        }
    }

    private void differ(Class<?> type, Object before, Object after, Place place) {
        if (type.isRecord()) {
            compare(type, before, after, place.open('.'));
        } else if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> wanted) {
            compare(old, wanted, place.open('.'));
        } else if (isOfTables(before) || isOfTables(after)) {
            compare((List<?>) before, (List<?>) after, place);
        } else {
            add(place, textOf(before), textOf(after));
        }
    }

    private static boolean isOfTables(Object value) {
        return value instanceof List<?> list && !list.isEmpty() && identity(list.getFirst()) != null;
    }

    private void compare(Map<?, ?> before, Map<?, ?> after, Place place) {
        Set<Object> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (Object each : names) {
            if (!Objects.equals(before.get(each), after.get(each))) {
                add(place.below(textOf(each)), textOf(before.get(each)), textOf(after.get(each)));
            }
        }
    }

    private void compare(List<?> before, List<?> after, Place place) {
        Map<String, Object> old = byName(before);
        Map<String, Object> wanted = byName(after);
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(wanted.keySet());
        int known = changes.size();
        for (String each : names) {
            compare(old.get(each), wanted.get(each), place.table(each));
        }
        if (changes.size() == known && before.getFirst() instanceof PortConfig) {
            // numbers of ports are everywhere
            add(place, String.join(" ", old.keySet()), String.join(" ", wanted.keySet()));
        }
    }

    private static Map<String, Object> byName(List<?> tables) {
        Map<String, Object> byName = new LinkedHashMap<>();
        tables.forEach(each -> byName.put(identity(each), each));
        return byName;
    }

    private void compare(Object before, Object after, Place place) {
        Object sample = before == null ? after : before;
        Object base = nothing(sample);
        if (base == null && (before == null || after == null)) {
            add(place, summary(before), summary(after));
        } else {
            compare(sample.getClass(), before == null ? base : before, after == null ? base : after, place.open(' '));
        }
    }

    private void add(Place place, String before, String after) {
        changes.add(new ConfigChange(place.key(), before, after, fixed.test(place.field())));
    }

    /** What a table says besides its name. */
    private static String summary(Object table) {
        if (table == null) {
            return null;
        }
        List<String> said = new ArrayList<>();
        for (RecordComponent each : table.getClass().getRecordComponents()) {
            String text = textOf(valueOf(each, table));
            if (text != null && !identity(table).contains(text)) {
                said.add(snake(each.getName()) + ' ' + text);
            }
        }
        return String.join(", ", said);
    }

    private static String textOf(Object value) {
        return switch (value) {
            case null -> null;
            case Enum<?> choice -> RowLabels.of(choice);
            case Collection<?> values -> values.isEmpty()
                    ? null
                    : values.stream().map(ConfigComparison::textOf).collect(Collectors.joining(" "));
            case Record table -> Objects.requireNonNullElse(identity(table), "");
            default -> value.toString();
        };
    }

    private static Object valueOf(RecordComponent component, Object record) {
        try {
            return record == null ? null : component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component.getName(), e);
        }
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
