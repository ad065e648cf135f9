#!/bin/bash
# A server with the Mastodon API for tests: 127.0.0.1:${PORT:-8125}, tokens token-alice and token-bob.
here=$(dirname "$(readlink -f "$0")"); . "$here/common.sh"
cmd=${1:-start}; D=${2:-/tmp/testsrv/mastodon-fake}; PORT=${PORT:-8125}
[ "$cmd" = stop ] && { halt "$D"; exit; }
halt "$D"; mkdir -p "$D"
spawn "$D" python3 "$here/mastodon_fake.py" "$PORT"; await 10 http://127.0.0.1:$PORT/_test/log
printf 'BASE=http://127.0.0.1:%s\nTOKEN=token-alice\n' "$PORT" > "$D/env"; cat "$D/env"
