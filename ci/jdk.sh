# shellcheck shell=bash
# Finds the JDK that builds and runs Muster. Sourced by muster, ci/setup.sh and ci/verify.

jdk_oldest=25 # maven.compiler.release in pom.xml

# Prints the path of the first JDK that is new enough, or fails.
# MUSTER_ROOT stands before the system's own folders, for the tests.
find_jdk() {
  local root=${MUSTER_ROOT:-}
  first_jdk "${JAVA_HOME:-}" ||
    first_jdk "$(home_of_java_on_path)" ||
    first_jdk "$root"/usr/lib/jvm/* ||
    first_jdk "${HOME:-}"/.sdkman/candidates/java/* ||
    first_jdk "$("$root/usr/libexec/java_home" -v "$jdk_oldest+" 2>/dev/null)"
}

first_jdk() {
  local home
  for home; do
    if [ -x "$home/bin/javac" ] && [ "$(feature_release "$home")" -ge $jdk_oldest ]; then
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

# 25 for 25.0.3, 1 for 1.8.0, 0 for what cannot be read. The release file saves starting a JVM.
feature_release() {
  local text
  if [ -r "$1/release" ]; then
    text=$(grep '^JAVA_VERSION=' "$1/release")
  else
    text=$("$1/bin/java" -version 2>&1)
  fi
  [[ $text =~ \"([0-9]+) ]] && echo "${BASH_REMATCH[1]}" || echo 0
}

# The java on PATH may be a link into its JDK, or a script that picks one: only the JVM knows then.
home_of_java_on_path() {
  local java home
  java=$(command -v java) || return 0
  home=$(dirname "$(dirname "$(readlink -f "$java")")")
  if [ -r "$home/release" ]; then
    printf '%s\n' "$home"
  else
    "$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
  fi
}
