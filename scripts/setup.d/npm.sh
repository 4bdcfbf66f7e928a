# Node and the npm modules.

NODE_LEAST=20.0.0

require_node() {
  has node && has npm || die 'Node.js and npm are missing.' \
    "Install Node.js $NODE_LEAST or newer: https://nodejs.org, your package manager, or nvm."
  local version
  version=$(node --version)
  version_at_least "${version#v}" "$NODE_LEAST" || die "Node.js ${version#v} is too old; $NODE_LEAST or newer is needed." \
    'See https://nodejs.org, your package manager, or nvm.'
}

# npm writes this file at the end of every installation, so a broken one shows.
node_modules_current() {
  local mark=$ROOT/node_modules/.package-lock.json
  [[ -e $mark && ! $ROOT/package-lock.json -nt $mark ]]
}

install_node_modules() {
  cd "$ROOT"
  # npm ci would empty the folder that the link leads to, which is somebody else's.
  [[ ! -L node_modules ]] || die 'node_modules is a link, and npm ci would empty what it leads to.' \
    'Remove the link and run this again, or run npm ci where it leads.'
  npm ci --no-audit --no-fund
  touch node_modules/.package-lock.json
}

ensure_node_modules() {
  if ! node_modules_current; then step 'npm modules (npm ci)' install_node_modules; fi
}
