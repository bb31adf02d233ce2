package org.hopwire.cli.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import org.hopwire.counter.RowLabels;

/**
 * Reads constants of an enum as a configuration writes them: {@code TOS_HOST} is {@code "tos-host"} and nothing else. A
 * second spelling would let a table say two things of one constant.
 */
final class Choice {
    private Choice() {}

    /** A word that is none of the constants. */
    static final class UnknownWord extends JsonMappingException {
        private static final long serialVersionUID = 1;

        private final String word;
        private final ArrayList<String> labels;

        UnknownWord(JsonParser parser, String word, List<String> labels) {
            super(parser, word);
            this.word = word;
            this.labels = new ArrayList<>(labels);
        }

        String word() {
            return word;
        }

        List<String> labels() {
            return labels;
        }
    }

    /** Installs itself for every enum, as value and as key. */
    static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(DeserializationConfig config, JavaType type,
                BeanDescription description, JsonDeserializer<?> deserializer) {
            return new Value(constantsOf(type));
        }

        @Override
        public KeyDeserializer modifyKeyDeserializer(DeserializationConfig config, JavaType type,
                KeyDeserializer deserializer) {
            return type.isEnumType() ? new Key(constantsOf(type)) : deserializer;
        }

        private static Enum<?>[] constantsOf(JavaType type) {
            return (Enum<?>[]) type.getRawClass().getEnumConstants();
        }
    }

    private static final class Value extends JsonDeserializer<Object> {
        private final Enum<?>[] constants;

        Value(Enum<?>[] constants) {
            this.constants = constants;
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return context.handleUnexpectedToken(constants[0].getDeclaringClass(), parser);
            }
            return find(constants, parser.getText(), parser);
        }
    }

    private static final class Key extends KeyDeserializer {
        private final Enum<?>[] constants;

        Key(Enum<?>[] constants) {
            this.constants = constants;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            return find(constants, key, context.getParser());
        }
    }

    private static Enum<?> find(Enum<?>[] constants, String word, JsonParser parser) throws UnknownWord {
        List<String> labels = new ArrayList<>();
        for (Enum<?> constant : constants) {
            String label = RowLabels.of(constant);
            if (label.equals(word)) {
                return constant;
            }
            labels.add(label);
        }
        throw new UnknownWord(parser, word, labels);
    }
}
