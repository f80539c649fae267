#!/usr/bin/env bash
# native.sh addon|test|asan|tsan|fuzz: builds one flavour of the native code below build/. CMake
# downloads nothing; ninja itself knows what has changed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../lib/steps.sh"

flavour=$1
directory=$ROOT/build/native-$flavour
options=(-DMEMVOL_ADDON=OFF -DMEMVOL_TESTS=ON)
case $flavour in
  addon) directory=$ROOT/build/native options=() ;;
  test) ;;
  asan) options+=(-DMEMVOL_SANITIZE=address,undefined) ;;
  tsan) options+=(-DMEMVOL_SANITIZE=thread) ;;
  fuzz)
    options=(-DMEMVOL_ADDON=OFF -DMEMVOL_FUZZ=ON -DCMAKE_CXX_COMPILER=clang++
      -DMEMVOL_SANITIZE=fuzzer-no-link,address,undefined)
    ;;
  *) fail 2 "no native flavour is called $flavour" "Known: addon, test, asan, tsan, fuzz" ;;
esac

# The path is part of it: CMake refuses a build folder that has been moved with its clone.
configured=$directory/.memvol-configured
configuration="$ROOT ${options[*]}"
if ! stamped "$configured" "$configuration"; then
  step "configure native $flavour" \
    cmake --fresh -S "$ROOT/native" -B "$directory" -G Ninja "${options[@]}"
  echo "$configuration" >"$configured"
fi

[[ $(ninja -C "$directory" -n) == *"no work to do"* ]] ||
  step "build native $flavour" ninja -C "$directory"
