#!/usr/bin/env bash
# Kernels are compiled for instruction sets that the machine may lack. Were one of their functions a weak symbol, the linker
# could keep that copy for everybody, and old machines would stop at an illegal instruction. So no weak symbols but those
# that carry the kernels' own namespace (and with it the architecture, as a template argument).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mapfile -t objects < <(find build/native/core -path '*downhill_kernels_*' -name '*.o' 2>/dev/null)
if ((${#objects[@]} == 0)); then
  echo 'no kernel object files in build/native/core: build the preset native-release first' >&2
  exit 1
fi

# "file:address W name"; W, V and u are the weak kinds.
weak=$(nm -A --defined-only "${objects[@]}" | awk '$2 ~ /^[WVu]$/' || true)

# Mangled names are matched: a demangled template begins with its result's type.
foreign=$(grep -v -E ' [WVu] (_Z[A-Z]*N[rVKRO]*8downhill7kernels|DW\.ref\.__gxx_personality_v0$)|^$' <<<"$weak" | c++filt || true)
if [[ -n $foreign ]]; then
  echo 'weak symbols outside downhill::kernels in kernel object files:'
  echo "$foreign"
fi

# The same name in two objects means that it does not depend on the architecture: the linker would keep one of the two.
shared=$(awk 'NF {print $NF}' <<<"$weak" | grep -v '^DW\.ref\.' | sort | uniq -d | c++filt || true)
if [[ -n $shared ]]; then
  echo 'weak symbols that more than one kernel object file defines:'
  echo "$shared"
fi

[[ -z $foreign && -z $shared ]] || exit 1
echo "${#objects[@]} kernel object files, no weak symbol that could cross architectures"
