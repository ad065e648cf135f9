# Servers for tests, on loopback and free ports. To be sourced by bash:
#
#   . Tests/Servers/start.sh
#   start_pds DIR          an AT Protocol server; exports HEARTH_TEST_PDS, its address
#   start_mastodon DIR     a server with the Mastodon API; exports HEARTH_TEST_MASTODON
#   stop_server DIR        ends what was started with DIR, by the process id in DIR/pid
#
# DIR gets pid, env (what a client needs), log, and for the first server its Python packages; they are used again by later
# servers through HEARTH_TEST_VENV. The environment of arroba_pds.py and mastodon_fake.py passes through
# (ACCESS_TTL, ACCOUNTS, TOKENS ...).
_servers=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$_servers/common.sh"

_free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# _start DIR PATH COMMAND...   the port is handed over as PORT and in place of @PORT@; another one is tried if it is taken
_start() {
  local dir=$1 path=$2 attempt pid argument; shift 2
  for attempt in 1 2 3; do
    PORT=$(_free_port)
    local command=(); for argument in "$@"; do command+=("${argument//@PORT@/$PORT}"); done
    rm -f "$dir/pid"
    PORT=$PORT spawn "$dir" env "PORT=$PORT" "${command[@]}"
    if await 60 "http://127.0.0.1:$PORT$path" && pid=$(cat "$dir/pid") && kill -0 "$pid" 2>/dev/null; then
      return 0
    fi
    halt "$dir"
  done
  echo "the server of $dir does not start:" >&2
  tail -n 20 "$dir/log" >&2
  return 1
}

start_pds() {
  local dir=$1 PORT
  mkdir -p "$dir"
  export HEARTH_TEST_VENV=${HEARTH_TEST_VENV:-$(cd "$dir" && pwd)/venv}
  venv "$HEARTH_TEST_VENV" "arroba==3.1" "lexrpc[flask]==3.0" || return 1
  _start "$dir" /xrpc/_health "$HEARTH_TEST_VENV/bin/python" "$_servers/arroba_pds.py" || return 1
  export HEARTH_TEST_PDS=http://127.0.0.1:$PORT
  printf 'BASE=%s\nHANDLE=alice.test\nPASSWORD=pw-alice\n' "$HEARTH_TEST_PDS" >"$dir/env"
}

start_mastodon() {
  local dir=$1 PORT
  mkdir -p "$dir"
  _start "$dir" /_test/log python3 "$_servers/mastodon_fake.py" @PORT@ || return 1
  export HEARTH_TEST_MASTODON=http://127.0.0.1:$PORT
  printf 'BASE=%s\nTOKEN=token-alice\n' "$HEARTH_TEST_MASTODON" >"$dir/env"
}

stop_server() { halt "$1"; }
