#!/usr/bin/env bash
# system-packages.sh build|test|check|fuzz: installs what is missing of a purpose's system packages,
# through apt as root. Where that may not be, ends with status 10 and says what to install.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../lib/steps.sh"

readonly BUILD=(cmake ninja-build g++ pkg-config libfabric-dev libxxhash-dev nettle-dev liburing-dev)
readonly TEST=(libgtest-dev fio nut-server)
readonly CHECK=(clang-format clang-tidy)
readonly FUZZ=(clang libclang-rt-dev)

# Looks for what a package brings, not for the package: it may have come another way.
present() {
  case $1 in
    libfabric-dev) pkg-config --exists 'libfabric >= 1.17' ;;
    libxxhash-dev) pkg-config --exists 'libxxhash >= 0.8' ;;
    liburing-dev) pkg-config --exists 'liburing >= 2.3' ;;
    nettle-dev) pkg-config --exists 'nettle >= 3.8' ;;
    libgtest-dev) pkg-config --exists gtest ;;
    ninja-build) command -v ninja ;;
    nut-server) [[ -x /lib/nut/upsd ]] ;;
    libclang-rt-dev) links_fuzz_target ;;
    *) command -v "$1" ;;
  esac >/dev/null 2>&1
}

# Of its packages, the one that suits the compiler that is here.
links_fuzz_target() {
  clang -x c -fsanitize=fuzzer,address - -o /dev/null \
    <<<'int LLVMFuzzerTestOneInput(const char *data, long size) { return !data && size; }'
}

missing() {
  local package
  for package in "$@"; do
    present "$package" || printf '%s\n' "$package"
  done
}

why_not_apt() {
  if ! command -v apt-get >/dev/null; then
    echo "there is no apt-get here"
  elif [[ $(id -u) != 0 ]] && ! sudo -n true 2>/dev/null; then
    echo "apt-get needs root, and sudo asks for a password or is not there"
  fi
}

as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

# A machine that has no package lists yet, or old ones, needs an update first.
apt_install() {
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300
    install --yes --no-install-recommends "$@")
  as_root "${install[@]}" || { as_root apt-get update && as_root "${install[@]}"; }
}

main() {
  local packages=("${BUILD[@]}") wanted why
  [[ $1 == build ]] || packages+=("${TEST[@]}")
  [[ $1 != check ]] || packages+=("${CHECK[@]}")
  [[ $1 != fuzz ]] || packages+=("${FUZZ[@]}")

  mapfile -t wanted < <(missing "${packages[@]}")
  ((${#wanted[@]})) || return 0

  why=$(why_not_apt)
  [[ -z $why ]] || fail "$EXIT_ENVIRONMENT" "memvol needs ${wanted[*]}, which is missing: ${why}." \
    "Install it and try again: sudo apt-get install ${wanted[*]}" \
    "Elsewhere: cmake 3.25, ninja, a C++20 compiler, pkg-config, libfabric 1.17, or later ones."

  step "system packages (${wanted[*]})" apt_install "${wanted[@]}" || exit "$EXIT_ENVIRONMENT"

  mapfile -t wanted < <(missing "${wanted[@]}")
  ((${#wanted[@]} == 0)) || fail "$EXIT_ENVIRONMENT" \
    "apt-get has installed ${wanted[*]}, which is still not usable or too old." \
    "memvol needs cmake 3.25, libfabric 1.17 and a C++20 compiler, or later ones."
}

main "$1"
