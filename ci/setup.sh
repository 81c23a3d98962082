#!/usr/bin/env bash
# Installs what is missing, by package name, after showing the list and asking.
#
#   ci/setup.sh [--yes] [--for=ci]
#
# --yes     does not ask
# --for=ci  also what only the tests need
#
# Ends with 0 when nothing is missing any more. Says everything on standard error: the standard
# output of `muster run --setup` belongs to the rows that are measured.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=ci/jdk.sh
. "$here/jdk.sh"
# shellcheck source=ci/packages.sh
. "$here/packages.sh"
exec 1>&2

use=run
assent=ask
for option; do
  case $option in
    --yes) assent=yes ;;
    --for=ci) use=ci ;;
    *)
      echo "setup: unknown option '$option'; legal: --yes, --for=ci"
      exit 2
      ;;
  esac
done

# Each missing row on a line of its own: name|require|purpose|package.
missing_rows() {
  local name require purpose package
  package_rows $use "$manager" | while IFS='|' read -r name require purpose package; do
    is_present "$name" "$package" "$manager" ||
      printf '%s|%s|%s|%s\n' "$name" "$require" "$purpose" "$package"
  done
}

show() {
  local name purpose package
  echo 'setup: missing:'
  printf '%s\n' "$1" | while IFS='|' read -r name _ purpose package; do
    printf '  %-9s %-42s %s\n' "$name" "$purpose" "$package"
  done
}

agreed() {
  local answer=
  [ $assent = yes ] && return
  printf 'Install them with apt-get? [y/N] '
  read -r answer || echo
  [[ $answer =~ ^[Yy] ]]
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "setup: needs root to run: $*"
    return 1
  fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "$@"
}

known() {
  [ -n "$(apt-cache show --no-all-versions "$1" 2>/dev/null)" ]
}

all_known() {
  local package
  for package; do
    known "$package" || return 1
  done
}

# Package lists that lack a name are old or were never fetched. A name that is unknown even then
# (Debian 12 has no JDK 25) must not keep the others from being installed.
install_with_apt() {
  local package packages=()
  all_known "$@" || apt_get update || echo 'setup: the package lists could not be fetched'
  for package; do
    if known "$package"; then
      packages+=("$package")
    else
      echo "setup: no package $package in this system's lists"
    fi
  done
  [ ${#packages[@]} -eq 0 ] || apt_get install -y --no-install-recommends "${packages[@]}"
}

manager=$(package_manager)
rows=$(missing_rows)
if [ -z "$rows" ]; then
  echo 'setup: nothing is missing'
  exit
fi
show "$rows"

read -r -a wanted <<<"$(printf '%s\n' "$rows" | sed 's/.*|//' | paste -s -d ' ' -)"
case $manager in
  apt-get)
    if ! agreed; then
      echo 'setup: nothing was installed'
      exit 1
    fi
    install_with_apt "${wanted[@]}" || echo 'setup: apt-get failed'
    ;;
  '') echo 'setup: knows no package manager here (apt-get, dnf, pacman, zypper, brew)' ;;
  brew) echo "setup: type: $(install_command brew) ${wanted[*]}" ;;
  *) echo "setup: type: sudo $(install_command "$manager") ${wanted[*]}" ;;
esac

rows=$(missing_rows)
[ -z "$rows" ] && exit
echo "setup: still missing: $(printf '%s\n' "$rows" | sed 's/|.*//' | paste -s -d ' ' -)"
if ! find_jdk >/dev/null; then
  echo "setup: where no package brings JDK $jdk_oldest: Temurin $jdk_oldest from Adoptium, or SDKMAN's 'sdk install java'"
fi
exit 1
