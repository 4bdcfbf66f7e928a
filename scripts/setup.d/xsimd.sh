# xsimd >= 13.2: headers only. The version is the first that knows WebAssembly well.

XSIMD_LEAST=13.2.0

xsimd_version_in() { # <prefix>
  local header=$1/include/xsimd/config/xsimd_config.hpp
  [[ -e $header ]] || return 0
  sed -n 's/^#define XSIMD_VERSION_\(MAJOR\|MINOR\|PATCH\) *\([0-9]*\).*/\2/p' "$header" | paste -sd .
}

xsimd_ready() {
  local prefix version
  for prefix in "$TOOLS/xsimd/usr" /usr /usr/local /opt/homebrew; do
    version=$(xsimd_version_in "$prefix")
    if [[ -n $version ]] && version_at_least "$version" "$XSIMD_LEAST"; then return 0; fi
  done
  return 1
}

unpack_xsimd() {
  fetch_private_packages libxsimd-dev
  rm -rf "$TOOLS/xsimd"
  unpack libxsimd-dev "$TOOLS/xsimd" --exclude=./usr/share/doc
  # Debian's is configured with xtl, for complex numbers that nothing here uses; without it the headers stand alone.
  sed -i 's/set(xsimd_ENABLE_XTL_COMPLEX ON)/set(xsimd_ENABLE_XTL_COMPLEX OFF)/' "$TOOLS"/xsimd/usr/share/cmake/xsimd/xsimdConfig.cmake
  sed -i '/XSIMD_ENABLE_XTL_COMPLEX=1\|INTERFACE_LINK_LIBRARIES "xtl"/d' "$TOOLS"/xsimd/usr/share/cmake/xsimd/xsimdTargets.cmake
}

ensure_xsimd() {
  if xsimd_ready; then return; fi
  # CMake fetches a pinned release itself where there is none, so its absence is not an error.
  if can_use_private_packages; then
    step "xsimd headers (from Debian $SUITE, private)" unpack_xsimd
  else
    echo "setup: no xsimd >= $XSIMD_LEAST here; CMake will fetch it (or: brew install xsimd)"
  fi
}
