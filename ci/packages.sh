# shellcheck shell=bash
# Reads ci/packages.txt. Sourced by muster, ci/setup.sh and ci/verify; needs ci/jdk.sh.

packages_table=$(dirname "${BASH_SOURCE[0]}")/packages.txt

# Prints "name|require|purpose|package" of the rows for $1 (run, or ci which has all) that manager $2
# has a package for; of all rows when there is no manager.
package_rows() {
  awk -F ' *[|] *' -v OFS='|' -v use="$1" -v manager="$2" '
    /^#/ || /^ *$/ { next }
    !header { for (i = 1; i <= NF; i++) column[$i] = i; header = 1; next }
    { package = manager ? $column[manager] : "?" }
    package != "-" && (use == "ci" || $column["for"] == use) {
      print $column["name"], $column["require"], $column["purpose"], package
    }' "$packages_table"
}

# The package manager of this system, or nothing.
package_manager() {
  local manager
  for manager in apt-get dnf pacman zypper brew; do
    if command -v $manager >/dev/null; then
      echo $manager
      return
    fi
  done
}

# Whether the row named $1, package $2 of manager $3, is there. A JDK or a Maven counts wherever it
# came from; a driver counts when the package manager has it.
is_present() {
  case $1 in
    jdk) find_jdk >/dev/null ;;
    maven) command -v mvn >/dev/null ;;
    *) is_installed "$2" "$3" ;;
  esac
}

is_installed() {
  case $2 in
    apt-get) dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed ;;
    dnf | zypper) rpm -q --whatprovides "$1" >/dev/null 2>&1 ;;
    pacman) pacman -Q "$1" >/dev/null 2>&1 ;;
    brew) brew list "$1" >/dev/null 2>&1 ;;
    *) false ;;
  esac
}

# Prints the words for -Drequire of all that is present, joined by commas.
present_requirements() {
  local manager name require package
  manager=$(package_manager)
  package_rows ci "$manager" | while IFS='|' read -r name require _ package; do
    if [ "$require" != - ] && is_present "$name" "$package" "$manager"; then
      printf '%s\n' "$require"
    fi
  done | tr , '\n' | sort -u | paste -s -d , -
}

# Prints on one line how every package manager installs the row named $1.
how_to_install() {
  local manager line=
  for manager in apt-get dnf pacman zypper brew; do
    line+=", $(install_command $manager) $(package_rows run $manager | sed -n "s/^$1|.*|//p")"
  done
  printf '%s\n' "${line#, }"
}

install_command() {
  case $1 in
    pacman) echo pacman -S ;;
    *) echo "$1 install" ;;
  esac
}
