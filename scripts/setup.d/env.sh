# .tools/env.sh: what every other script sources to find the tools.

first_command() { # <name>...
  local name
  for name in "$@"; do
    if command -v "$name"; then return; fi
  done
}

require_browsers() {
  [[ -n $(first_command chromium chromium-browser google-chrome) ]] || die 'no Chromium on PATH.' 'Install the package chromium.'
  [[ -n $(first_command firefox-esr firefox) ]] || die 'no Firefox on PATH.' 'Install the package firefox-esr.'
}

# Written only when it changes: build systems look at times.
write_env() {
  local foreign='' file=$TOOLS/env.sh
  if ! private_emscripten_ready; then foreign=$(foreign_emscripten); fi
  {
    cat <<'HEAD'
# Made by scripts/setup. Source it (bash) to have the project's tools: source .tools/env.sh
_tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case ":$PATH:" in *":$_tools/../node_modules/.bin:"*) ;; *) PATH=$_tools/../node_modules/.bin:$PATH ;; esac
HEAD
    if private_emscripten_ready; then
      cat <<'PRIVATE'
export EMSCRIPTEN_ROOT=$_tools/emscripten/usr/share/emscripten
export EM_CONFIG=$_tools/emscripten/config.py
PRIVATE
    elif [[ -n $foreign ]]; then
      printf 'export EMSCRIPTEN_ROOT=%q\n' "$foreign"
    fi
    if [[ -n $foreign ]] || private_emscripten_ready; then
      cat <<'EMSCRIPTEN'
export DOWNHILL_EMSCRIPTEN_TOOLCHAIN=$EMSCRIPTEN_ROOT/cmake/Modules/Platform/Emscripten.cmake
case ":$PATH:" in *":$EMSCRIPTEN_ROOT:"*) ;; *) PATH=$EMSCRIPTEN_ROOT:$PATH ;; esac
EMSCRIPTEN
    fi
    if [[ -d $TOOLS/xsimd/usr ]]; then
      cat <<'XSIMD'
case ":${CMAKE_PREFIX_PATH-}:" in
  *":$_tools/xsimd/usr:"*) ;;
  *) export CMAKE_PREFIX_PATH=$_tools/xsimd/usr${CMAKE_PREFIX_PATH:+:$CMAKE_PREFIX_PATH} ;;
esac
XSIMD
    fi
    printf 'export DOWNHILL_CHROMIUM=${DOWNHILL_CHROMIUM:-%q}\n' "$(first_command chromium chromium-browser google-chrome)"
    printf 'export DOWNHILL_FIREFOX=${DOWNHILL_FIREFOX:-%q}\n' "$(first_command firefox-esr firefox)"
    printf 'export PATH\nunset _tools\n'
  } >"$file.new"
  if cmp -s "$file.new" "$file"; then rm "$file.new"; else mv "$file.new" "$file"; fi
}
