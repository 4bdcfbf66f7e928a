# Progress lines, errors that name the way out, and version comparison.

SETUP_STARTED=$(date +%s%N)
SETUP_STEPS=0

seconds_since() { # <start in ns>
  local ms=$((($(date +%s%N) - $1) / 1000000))
  printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

die() { # <what is wrong> [<way out, a line each>...]
  printf 'setup: %s\n' "$1" >&2
  shift
  if (($#)); then printf '       %s\n' "$@" >&2; fi
  exit 1
}

# step <title> <command...>: runs the command silently and prints one line; on failure shows the log's end.
step() {
  local title=$1 begun log status
  shift
  begun=$(date +%s%N)
  log=$TOOLS/setup.log
  SETUP_STEPS=$((SETUP_STEPS + 1))
  printf 'setup: %-56s' "$title"
  # A subshell with its own -e: a plain `if ! "$@"` would switch -e off inside the step.
  set +e
  (set -e; "$@") >"$log" 2>&1
  status=$?
  set -e
  if ((status)); then
    printf ' failed after %s\n' "$(seconds_since "$begun")"
    tail -n 25 "$log" | sed 's/^/       | /' >&2
    die "'$title' failed; the lines above are the end of $log."
  fi
  printf ' %s\n' "$(seconds_since "$begun")"
}

finish() {
  if ((SETUP_STEPS)); then
    printf 'setup: ready (%s) after %s\n' "${components[*]}" "$(seconds_since "$SETUP_STARTED")"
  else
    printf 'setup: nothing missing (%s), %s\n' "${components[*]}" "$(seconds_since "$SETUP_STARTED")"
  fi
}

version_at_least() { # <version> <least>
  [[ $1 == "$2" ]] || [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$2" ]]
}

# Two commands started together (npm start and npm test, say) must not unpack over each other.
one_setup_at_a_time() {
  command -v flock >/dev/null || return 0
  exec 9>"$TOOLS/setup.lock"
  if ! flock -n 9; then
    echo 'setup: waiting for another setup in this folder to finish'
    flock 9
  fi
}

has() { command -v "$1" >/dev/null 2>&1; }
