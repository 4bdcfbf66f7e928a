# Packages of the system, and packages of Debian 13 unpacked privately.

SUITE=trixie # Debian 13: the first with a new enough Emscripten and xsimd

packages_of() { # <component>
  case $1 in
    wasm) echo 'cmake ninja-build python3 xz-utils googletest' ;;
    native) echo 'cmake ninja-build g++ libgtest-dev googletest libbenchmark-dev libcli11-dev libpng-dev libprotozero-dev' ;;
    browsers) echo 'chromium firefox-esr' ;;
    check) echo 'clang-format clang-tidy binutils' ;;
    coverage) echo 'gcovr' ;;
    neon) echo 'g++-aarch64-linux-gnu qemu-user' ;;
    peers) echo 'libeigen3-dev libfann-dev libdlib-dev libopenblas-dev libdnnl-dev libtorch-dev' ;;
  esac
}

# A command that shows that the package is there, however it came; without one, the package database is asked.
command_of() { # <package>
  case $1 in
    cmake | python3 | g++ | chromium | firefox-esr | clang-format | clang-tidy | gcovr) echo "$1" ;;
    ninja-build) echo ninja ;;
    xz-utils) echo xz ;;
    binutils) echo nm ;;
    g++-aarch64-linux-gnu) echo aarch64-linux-gnu-g++ ;;
    qemu-user) echo qemu-aarch64 ;;
    clang-19 | llvm-19) echo "${1/llvm/llvm-ar}" ;;
    lld-19) echo wasm-ld-19 ;;
  esac
}

system_has() { # <package>
  local command
  command=$(command_of "$1")
  if [[ -n $command ]]; then has "$command"; return; fi
  case $1 in
    libgtest-dev) [[ -e /usr/include/gtest/gtest.h ]] ;;
    googletest) [[ -e /usr/src/googletest/googletest/CMakeLists.txt ]] ;;
    libbenchmark-dev) [[ -e /usr/include/benchmark/benchmark.h ]] ;;
    libcli11-dev) [[ -e /usr/include/CLI/CLI.hpp ]] ;;
    libpng-dev) [[ -e /usr/include/png.h ]] ;;
    libprotozero-dev) [[ -e /usr/include/protozero/pbf_reader.hpp ]] ;;
    libeigen3-dev) [[ -e /usr/include/eigen3/Eigen/Dense ]] ;;
    libfann-dev) [[ -e /usr/include/floatfann.h ]] ;;
    libdlib-dev) [[ -e /usr/include/dlib/dnn.h ]] ;;
    libdnnl-dev) [[ -e /usr/include/dnnl.hpp || -e /usr/include/oneapi/dnnl/dnnl.hpp ]] ;;
    libtorch-dev) [[ -e /usr/include/torch/csrc/api/include/torch/torch.h ]] ;;
    libopenblas-dev) compgen -G '/usr/include/*/openblas-*/cblas.h' >/dev/null ;;
    *) return 1 ;;
  esac
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

may_install() {
  has apt-get && { ((EUID == 0)) || { has sudo && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; }; }
}

apt_install() {
  local apt=(as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=900 -o Acquire::Retries=3)
  # Installing from the lists at hand is quickest; stale or absent lists are refreshed once.
  "${apt[@]}" install --no-install-recommends "$@" || {
    "${apt[@]}" update
    "${apt[@]}" install --no-install-recommends "$@"
  }
}

install_packages() { # <title> <package>...
  local title=$1 package missing=()
  shift
  for package in "$@"; do
    if ! system_has "$package"; then missing+=("$package"); fi
  done
  ((${#missing[@]})) || return 0
  may_install || die "missing: ${missing[*]}" \
    "These are Debian's names. On Debian or Ubuntu: sudo apt-get install ${missing[*]}" \
    'Elsewhere install the same tools by hand, so that they are on PATH, and run this again.'
  if [[ -t 0 && $EUID != 0 ]]; then sudo -v; fi
  step "$title: ${missing[*]}" apt_install "${missing[@]}"
}

install_system_packages() { # <component>...
  local component list=()
  for component in "$@"; do
    # shellcheck disable=SC2207
    list+=($(packages_of "$component"))
  done
  # shellcheck disable=SC2046
  install_packages 'packages' $(printf '%s\n' "${list[@]}" | sort -u)
}

# --- Debian 13's packages, fetched through apt (mirror, proxy and signature check are apt's own) -------------

PRIVATE_APT=$TOOLS/cache/apt
DEBS=$TOOLS/cache/debs

private_apt() { # <apt tool> <arguments>...
  local tool=$1
  shift
  "$tool" -o "Dir::State::lists=$PRIVATE_APT/lists" -o "Dir::State::status=$PRIVATE_APT/status" \
    -o "Dir::Etc::sourcelist=$PRIVATE_APT/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferencesparts=/dev/null -o "Dir::Cache=$PRIVATE_APT/cache" -o Acquire::Retries=3 "$@"
}

# The address of the distribution's archive as this machine's apt is set up.
archive_address() {
  local codename
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
  apt-get update --print-uris 2>/dev/null |
    sed -n "s#^'\(.*\)/dists/$codename/InRelease'.*#\1#p" | head -n 1
}

# True where Debian 13's archive is at hand: Debian itself, with the key that signs Debian 13.
can_use_private_packages() {
  has apt-get && has dpkg-deb && [[ $(. /etc/os-release && echo "${ID-}") == debian ]] &&
    [[ -e /usr/share/keyrings/debian-archive-keyring.gpg && -n $(archive_address) ]]
}

refresh_private_lists() {
  mkdir -p "$PRIVATE_APT"/lists/partial "$PRIVATE_APT"/cache/archives/partial
  : >"$PRIVATE_APT/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(archive_address) $SUITE main" \
    >"$PRIVATE_APT/sources.list"
  private_apt apt-get update
}

# Fetches packages into the cache. apt checks the signature and every checksum, and skips a file that is there and whole.
fetch_private_packages() { # <package>...
  refresh_private_lists
  mkdir -p "$DEBS"
  cd "$DEBS"
  local package file
  for package in "$@"; do
    private_apt apt-get download "$package"
    file=$(private_apt apt-cache show --no-all-versions "$package" |
      awk '/^Version:/ {gsub(":", "%3a", $2); v = $2} /^Architecture:/ {a = $2} END {print v "_" a ".deb"}')
    ln -sf "${package}_$file" "$package.deb"
  done
}

unpack() { # <package> <folder> [<tar option>...]
  local package=$1 folder=$2
  shift 2
  mkdir -p "$folder"
  dpkg-deb --fsys-tarfile "$DEBS/$package.deb" | tar -x --no-same-owner -C "$folder" "$@"
}
