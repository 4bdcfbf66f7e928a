# Emscripten >= 3.1.69: the one on PATH or in $EMSDK if new enough, else Debian 13's, unpacked into .tools/.
#
# Debian 12's own is too old for --emit-tsd. Debian 13's is a set of Python and JavaScript files that runs anywhere; it is
# driven by the system's clang 19. Only binaryen is machine code linked against Debian 13's libc: it runs through that
# libc's own loader, from wrappers, so the system's libc stays as it is.

EMSCRIPTEN_LEAST=3.1.69
EMSCRIPTEN_HOME=$TOOLS/emscripten
EMSCRIPTEN_PARTS=(emscripten binaryen libc6 libstdc++6 libgcc-s1)
EMSCRIPTEN_RECIPE=1 # raise it when the unpacking below changes, so that old folders are made anew

emscripten_version_in() { # <folder that holds emcc>
  local file=$1/emscripten-version.txt
  if [[ -e $file ]]; then tr -d '"\n' <"$file"; fi
}

# Prints the folder of a new enough Emscripten that is not ours; nothing if there is none.
foreign_emscripten() {
  local emcc folder version
  for emcc in "${EMSDK:+$EMSDK/upstream/emscripten/emcc}" "$(PATH=${PATH//"$EMSCRIPTEN_HOME"/} command -v emcc || true)"; do
    [[ -n $emcc && -x $emcc ]] || continue
    folder=$(dirname "$(readlink -f "$emcc")")
    version=$(emscripten_version_in "$folder")
    # Homebrew puts a launcher beside the real folder, so ask emcc itself when the file is not there.
    [[ -n $version ]] || version=$("$emcc" --version 2>/dev/null | sed -n '1s/.* \([0-9][0-9.]*[0-9]\).*/\1/p')
    [[ -e $folder/cmake/Modules/Platform/Emscripten.cmake ]] || folder=$(em-config EMSCRIPTEN_ROOT 2>/dev/null || echo "$folder")
    if [[ -n $version ]] && version_at_least "$version" "$EMSCRIPTEN_LEAST"; then echo "$folder"; return; fi
  done
}

private_emscripten_ready() { [[ $(cat "$EMSCRIPTEN_HOME/.complete" 2>/dev/null) == "$EMSCRIPTEN_RECIPE" ]]; }

# The prebuilt system libraries are 1.6 GB with every variant. Those with threads, sanitizers, link-time optimisation and
# position-independent code are left out; Emscripten builds one on demand should it ever be asked for.
unpack_emscripten_itself() { # <folder>
  local libraries=./usr/share/emscripten/cache/sysroot/lib/wasm32-emscripten
  unpack emscripten "$1" --wildcards \
    --exclude=./usr/share/doc --exclude=./usr/share/man --exclude='./usr/share/emscripten/ChangeLog*' \
    --exclude=./usr/share/emscripten/test --exclude=./usr/share/emscripten/media --exclude=./usr/share/emscripten/docs \
    --exclude=./usr/share/emscripten/out --exclude="$libraries/*/*" \
    --exclude="$libraries/*-mt*" --exclude="$libraries/*-ww*" --exclude="$libraries/*asan*" \
    --exclude="$libraries/*wasmfs*" --exclude="$libraries/*sanitizer*" --exclude="$libraries/*ubsan*"
}

unpack_binaryen() { # <folder>
  local here=$1 library name loader
  unpack binaryen "$here/binaryen" --exclude=./usr/share
  for library in libc6 libstdc++6 libgcc-s1; do
    unpack "$library" "$here/binaryen/runtime" --exclude=./usr/share
  done
  loader=$(cd "$here/binaryen/runtime" && find . -name 'ld-linux-*.so.*' -not -type l | head -n 1)
  [[ -n $loader ]] || { echo "no ld-linux in the unpacked libc6"; return 1; }
  mv "$here/binaryen/usr/bin" "$here/binaryen/programs"
  mkdir -p "$here/binaryen/bin"
  for name in "$here"/binaryen/programs/*; do
    name=$(basename "$name")
    cat >"$here/binaryen/bin/$name" <<WRAPPER
#!/bin/sh
# Runs $name with the libc that it was built for.
here=\$(dirname "\$(readlink -f "\$0")")/..
loader=\$here/runtime/$loader
libraries=\$(dirname "\$loader")
exec "\$loader" --library-path "\$libraries:\$here/usr/lib:\$here/usr/lib/$(basename "$(dirname "$loader")")" --argv0 "\$0" "\$here/programs/$name" "\$@"
WRAPPER
    chmod +x "$here/binaryen/bin/$name"
  done
}

write_emscripten_config() { # <folder>
  # Emscripten reads this as Python; its place is known from the variable that points to it, so the folder can move.
  cat >"$1/config.py" <<'CONFIG'
import os, shutil
_home = os.path.dirname(os.environ['EM_CONFIG'])
LLVM_ROOT = os.environ.get('DOWNHILL_LLVM_ROOT', '/usr/lib/llvm-19/bin')
BINARYEN_ROOT = os.path.join(_home, 'binaryen')
NODE_JS = shutil.which('node')
CACHE = os.path.join(_home, 'usr', 'share', 'emscripten', 'cache')
CONFIG
  # Without it Node would take the repository's package.json to hold for Emscripten's scripts, and those are CommonJS. The one
  # module they import, acorn, is found upwards: it is a development dependency of the repository.
  echo '{ "private": true, "type": "commonjs" }' >"$1/usr/share/emscripten/package.json"
}

unpack_emscripten() {
  fetch_private_packages "${EMSCRIPTEN_PARTS[@]}"
  rm -rf "$EMSCRIPTEN_HOME"
  unpack_emscripten_itself "$EMSCRIPTEN_HOME"
  unpack_binaryen "$EMSCRIPTEN_HOME"
  write_emscripten_config "$EMSCRIPTEN_HOME"
}

# A toolchain that cannot compile is better found here than in the middle of a build: only one that did is called complete.
try_emscripten() {
  local trial=$EMSCRIPTEN_HOME/trial
  mkdir -p "$trial"
  printf '#include <cstdio>\nint main() { std::puts("hello"); }\n' >"$trial/hello.cpp"
  EM_CONFIG=$EMSCRIPTEN_HOME/config.py "$EMSCRIPTEN_HOME/usr/share/emscripten/em++" -O2 "$trial/hello.cpp" -o "$trial/hello.cjs"
  node "$trial/hello.cjs"
  rm -rf "$trial"
  echo "$EMSCRIPTEN_RECIPE" >"$EMSCRIPTEN_HOME/.complete"
}

ensure_emscripten() {
  if private_emscripten_ready || [[ -n $(foreign_emscripten) ]]; then return; fi
  can_use_private_packages || die "no Emscripten >= $EMSCRIPTEN_LEAST (emcc) on PATH or in \$EMSDK." \
    'Debian 13:  sudo apt-get install emscripten' \
    'macOS:      brew install emscripten' \
    'elsewhere:  https://emscripten.org/docs/getting_started/downloads.html (emsdk), then source emsdk_env.sh'
  install_packages 'compiler for WebAssembly' clang-19 lld-19 llvm-19
  step "Emscripten (from Debian $SUITE, private, 240 MB)" unpack_emscripten
  step 'Emscripten compiles and runs a first program' try_emscripten
}
