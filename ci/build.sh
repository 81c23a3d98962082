# shellcheck shell=bash
# Builds jmh-suites/target/benchmarks.jar when it is missing or older than a source. Sourced by
# muster, which sets $home; needs ci/packages.sh.

target=${home:?}/jmh-suites/target
jar=$target/benchmarks.jar
build_log=$target/muster-build.log

is_fresh() {
  local newer
  is_whole_zip "$jar" && newer=$(newer_source) && [ -z "$newer" ]
}

# Folders count too: their time tells of a source that was deleted.
newer_source() {
  find "$home"/pom.xml "$home"/*/pom.xml "$home"/*/src/main -newer "$jar" -print -quit
}

# A zip file ends with its 22 byte end record, so a half-written one has none.
is_whole_zip() {
  [ -f "$1" ] && [ "$(tail -c 22 "$1" | head -c 4 | tr -d '\000')" = $'PK\005\006' ]
}

# Builds unless another launcher has meanwhile; $1 is the JDK to build with.
build() {
  if ! command -v mvn >/dev/null; then
    echo "muster: needs Maven: $(how_to_install maven)" >&2
    exit 2
  fi
  mkdir -p "$target"
  (
    lock
    is_fresh || run_maven "$1"
  ) 9>"$target/muster-build.lock"
}

# flock goes when its last holder does, also an orphaned Maven. macOS has no flock: there it is a
# link, made in one step, that names its owner.
lock() {
  local link=$target/muster-build.owner
  if command -v flock >/dev/null; then
    flock 9
    return
  fi
  until ln -s $$ "$link" 2>/dev/null; do
    kill -0 "$(readlink "$link")" 2>/dev/null || rm -f "$link"
    sleep 0.2
  done
  trap 'rm -f "$target/muster-build.owner"' EXIT
}

# The jar takes the time at which the build began: a source saved during the build is newer.
run_maven() {
  local begun=$target/muster-build.begun status=0
  echo 'muster: building (the first time takes a minute) ...' >&2
  touch "$begun"
  (
    cd "$home" || exit
    export JAVA_HOME=$1 MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
    exec mvn -B --no-transfer-progress -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true \
      package -pl jmh-suites -am
  ) >"$build_log" 2>&1 </dev/null || status=$?
  if [ $status -ne 0 ]; then
    explain_failure $status
  elif ! is_whole_zip "$jar"; then
    echo "muster: the build made no whole $jar; its log: $build_log" >&2
    exit 1
  fi
  touch -r "$begun" "$jar"
}

# Maven's errors, and the compiler's warnings since they fail the build too, each once and without
# advice to read the manual. Over 128 is a signal: Ctrl-C needs no words.
explain_failure() {
  local errors
  if [ "$1" -gt 128 ]; then
    exit "$1"
  fi
  errors=$(grep -E '^\[ERROR\] *[^ ]|^\[WARNING\] /' "$build_log" |
    grep -vE '\[Help|re-run Maven|-X switch|For more information|mvn <args>|After correcting' |
    awk '!seen[$0]++' || true)
  echo 'muster: the build failed:' >&2
  printf '%s\n' "${errors:-$(cat "$build_log")}" | tail -n 10 | sed 's/^/  /' >&2
  echo "muster: its log: $build_log" >&2
  exit 1
}
