#!/usr/bin/env bash
# The second suite of end-to-end tests, on labs of the newest parts, and everything that it needs. Words go to playwright.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh

run_id=howdah-newest-$$-$RANDOM
scratch=$(mktemp --directory "/tmp/$run_id-XXXX")

# Not HOWDAH_LAB_DIR itself: the tests take their lab down, and it must never be the one that someone looks at.
export HOWDAH_LAB_DIR=${HOWDAH_NEWEST_LAB_DIR:-/var/tmp/howdah-lab-newest-test}
export HOWDAH_LAB_ADDRESS=${HOWDAH_NEWEST_LAB_ADDRESS:-127.0.61.10}

clean_up() {
  local code=$?
  trap '' INT TERM HUP
  end_watcher
  end_child
  if [[ -x node_modules/.bin/tsx && -z ${HOWDAH_E2E_KEEP_LAB-} ]]; then
    # Its addresses are those of the lab that lies there.
    env -u HOWDAH_LAB_ADDRESS node_modules/.bin/tsx lab/cli.ts down || code=1
  fi
  rm -rf "$scratch"
  exit "$code"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

end_with_npm
require_node
install_packages browser namespaces
install_node_modules
wait_for build_if_stale
TMPDIR=$scratch wait_for node_modules/.bin/playwright test --config e2e/newest/playwright.config.ts "$@"
