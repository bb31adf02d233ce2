# Finds a Java. Read by the launcher and by the benchmarks' script, which say before:
#   least   the oldest version that will do, 25
#   fail    what to do with a sentence for the user; it does not return
# Sets $java. HOPWIRE_JAVA, JAVA25_HOME and JAVA_HOME come before what lies where JDKs are commonly installed.

# sets $java when the argument is a Java that is new enough
try() {
  [ -n "$1" ] && [ -x "$1" ] && [ ! -d "$1" ] || return 1
  version=$("$1" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge "$least" ] || return 1
  java=$1
}

# where JDKs are commonly installed; patterns, one a line
common='/usr/lib64/jvm/*
/usr/lib/jvm/*
/usr/java/*
/usr/jdk/*
/usr/local/java/*
/opt/java/*
/opt/hostedtoolcache/Java_*_jdk/*/x64
~/.jdks/*
~/.m2/jdks/*
~/.sdkman/candidates/java/*
~/.gradle/jdks/*
~/.jenv/versions/*
~/.jbang/cache/jdks/*
~/.asdf/installs/java/*
~/.jabba/jdk/*
~/.local/share/mise/installs/java/*
/Library/Java/JavaVirtualMachines/*/Contents/Home'

# tries what the patterns match
search() {
  lines=$IFS
  IFS='
'
  for pattern in $1; do
    case $pattern in
      "~/"*) pattern=$HOME/${pattern#"~/"} ;;
    esac
    for jdk in $pattern; do
      IFS=$lines
      try "$jdk/bin/java" && return 0
      IFS='
'
    done
  done
  IFS=$lines
  return 1
}

if [ -n "$HOPWIRE_JAVA" ]; then
  try "$HOPWIRE_JAVA" || try "$HOPWIRE_JAVA/bin/java" ||
    fail "HOPWIRE_JAVA=$HOPWIRE_JAVA is not a Java $least or newer; point it at the bin/java of a JDK $least"
else
  try "${JAVA25_HOME:+$JAVA25_HOME/bin/java}" || try "${JAVA_HOME:+$JAVA_HOME/bin/java}" ||
    try "${JAVA_HOME_25_X64:+$JAVA_HOME_25_X64/bin/java}" || search "/usr/lib/jvm/*$least*" ||
    try "$(command -v java)" || search "$common" ||
    fail "needs Java $least or newer and found none: install a JDK $least (Temurin $least, say) and set JAVA25_HOME to its folder"
fi
