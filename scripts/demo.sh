#!/usr/bin/env bash
# Starts the lab and Howdah on it, says where, and stays until Ctrl-C, which stops both.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh

default_lab_dir=/var/tmp/howdah-lab
((EUID == 0)) || default_lab_dir+=-$EUID
export HOWDAH_LAB_DIR=${HOWDAH_LAB_DIR:-$default_lab_dir}
data_dir=$HOWDAH_LAB_DIR-data
lab_is_ours=false

lab() { node_modules/.bin/tsx lab/cli.ts "$@"; }

clean_up() {
  local code=$?
  trap '' INT TERM HUP
  end_watcher
  end_child
  if [[ $lab_is_ours == true ]]; then
    lab down || code=1
    rm -rf "$data_dir"
  fi
  exit "$code"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'say; exit 130' INT
trap 'exit 143' TERM

free_port_from() {
  node --eval '
    const tryPort = (port) => {
      const server = require("node:net").createServer();
      server.once("error", () => tryPort(port + 1));
      server.listen(port, "127.0.0.1", () => server.close(() => console.log(port)));
    };
    tryPort(Number(process.argv[1]));
  ' "$1"
}

answers() {
  node --eval '
    fetch(process.argv[1], { signal: AbortSignal.timeout(2000) })
      .then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1));
  ' "$1"
}

bring_up_lab() {
  local status
  if status=$(lab status 2>&1); then
    say "Using the lab that runs in $HOWDAH_LAB_DIR."
    return 0
  fi
  if [[ $status == *'does not run'* ]]; then wait_for lab down; fi
  lab_is_ours=true
  rm -rf "$data_dir"
  wait_for lab up
}

start_howdah() {
  local port log=$data_dir/howdah.log
  port=$(free_port_from "${HOWDAH_PORT:-8080}")
  mkdir -p "$data_dir"
  HOWDAH_SETTINGS=$HOWDAH_LAB_DIR/howdah.yaml HOWDAH_DATA=$data_dir HOWDAH_HOST=127.0.0.1 HOWDAH_PORT=$port \
    npm start --silent >"$log" 2>&1 &
  child=$!
  local tries
  for ((tries = 0; tries < 120; tries++)); do
    if ! kill -0 "$child" 2>/dev/null; then break; fi
    if answers "http://127.0.0.1:$port/api/health"; then
      say "Howdah's log: $log"
      say "Howdah is ready: http://127.0.0.1:$port/"
      return 0
    fi
    sleep 0.5
  done
  cat "$log" >&2
  fail "Howdah did not start."
}

end_with_npm
require_node
install_packages
wait_for install_node_modules
wait_for build_if_stale
bring_up_lab
start_howdah
wait "$child"
