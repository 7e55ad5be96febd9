#!/usr/bin/env bash
# Every test there is, and everything that they need; the last line counts them.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh

results=test-results
run_id=howdah-test-$$-$RANDOM
scratch=$(mktemp --directory "/tmp/$run_id-XXXX")
# PostgreSQL's own account works below it.
chmod 755 "$scratch"

# Not HOWDAH_LAB_DIR itself: the tests take their lab down, and it must never be the one that someone looks at.
default_lab_dir=/var/tmp/howdah-lab-test
((EUID == 0)) || default_lab_dir+=-$EUID
export HOWDAH_LAB_DIR=${HOWDAH_TEST_LAB_DIR:-$default_lab_dir}
export HOWDAH_LAB_ADDRESS=${HOWDAH_TEST_LAB_ADDRESS:-127.0.1.10}

# Two labs side by side take less time where the machine keeps up with them: each waits as much as it works. On a slow
# machine, or one that others keep busy, they stand in each other's way: how long the checks took, and how idle it is
# after them, tells. Two labs with their browsers and the build take 4 GB of memory.
slow_checks_seconds=180
least_idle_percent=70
least_free_mb=5000
export HOWDAH_E2E_LABS=${HOWDAH_E2E_LABS:-}
choose_labs() {
  local checks_seconds=$1 idle free_mb
  if [[ -n $HOWDAH_E2E_LABS ]]; then return 0; fi
  idle=$(idle_percent)
  free_mb=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
  HOWDAH_E2E_LABS=2
  if ((checks_seconds > slow_checks_seconds || idle < least_idle_percent || free_mb < least_free_mb)); then
    HOWDAH_E2E_LABS=1
  fi
  say "The checks took $checks_seconds s, the machine is $idle % idle and has $free_mb MB to spare: labs side by side: $HOWDAH_E2E_LABS."
}

# How much of all cores nobody has used for three seconds.
idle_percent() {
  local before after
  before=($(head -n 1 /proc/stat))
  sleep 3
  after=($(head -n 1 /proc/stat))
  local index all=0
  for ((index = 1; index <= 8; index++)); do ((all += after[index] - before[index])) || true; done
  say "$((100 * (after[4] + after[5] - before[4] - before[5]) / (all > 0 ? all : 1)))"
}

failed_steps=()

# What a step leaves behind is known by this mark in its environment.
marked() { env HOWDAH_TEST_RUN="$run_id" TMPDIR="$scratch" "$@"; }

end_marked() {
  local file
  while IFS= read -r file; do
    file=${file#/proc/}
    kill -KILL "${file%/environ}" 2>/dev/null || true
  done < <(grep --files-with-matches --null-data --no-messages --line-regexp \
    "HOWDAH_TEST_RUN=$run_id" /proc/[0-9]*/environ || true)
}

clean_up() {
  local code=$?
  trap '' INT TERM HUP
  end_watcher
  end_child
  if [[ -n $aside ]]; then end_tree "$aside"; fi
  end_marked
  if [[ -x node_modules/.bin/tsx ]]; then
    node_modules/.bin/tsx lab/cli.ts down || code=1
    # Their addresses are not the first one's: by its folder alone each is found.
    local number
    for ((number = 2; number <= ${HOWDAH_E2E_LABS:-1}; number++)); do
      env -u HOWDAH_LAB_ADDRESS HOWDAH_LAB_DIR="$HOWDAH_LAB_DIR-$number" node_modules/.bin/tsx lab/cli.ts down || code=1
    done
  fi
  rm -rf "$scratch"
  report "$code"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Runs one step, goes on after a failure, and remembers it.
step() {
  local title=$1 started=$SECONDS code=0
  shift
  printf '\n== %s\n' "$title"
  wait_for "$@" || code=$?
  end_step "$title" "$code" "$((SECONDS - started))"
}

end_step() {
  local title=$1 code=$2 seconds=$3
  if ((code == 0)); then
    printf '== %s: passed after %d s\n' "$title" "$seconds"
  else
    failed_steps+=("$title")
    printf '== %s: FAILED (%d) after %d s\n' "$title" "$code" "$seconds"
  fi
  return "$code"
}

# Begins a step beside the next one, and ends it: what it has printed comes then, in one piece.
aside= aside_title=
begin_aside() {
  aside_title=$1
  shift
  {
    code=0 started=$SECONDS
    "$@" >"$scratch/aside" 2>&1 </dev/null || code=$?
    printf '%d\n' "$((SECONDS - started))" >"$scratch/aside-seconds"
    exit "$code"
  } &
  aside=$!
}

end_aside() {
  local code=0
  wait "$aside" || code=$?
  aside=
  printf '\n== %s\n' "$aside_title"
  cat "$scratch/aside"
  end_step "$aside_title" "$code" "$(<"$scratch/aside-seconds")"
}

report() {
  local code=$1 counts
  if ((${#failed_steps[@]} > 0)); then printf '\nFailed:\n' && printf '  %s\n' "${failed_steps[@]}"; fi
  counts=$(node_modules/.bin/tsx scripts/count-tests.ts "$results" "$code" "${#failed_steps[@]}") ||
    counts='0 passed, 1 failed'
  printf '\n%s\n' "$counts"
  exit "$code"
}

reporters=(--reporter=default --reporter=json)
# "verify" hands the rest of its line to a second npm run, which takes a second pair of dashes.
verify() { marked npm run --silent verify -- -- "${reporters[@]}" "--outputFile.json=$results/unit.json"; }
test_store() { marked npm run --silent test:store -- "${reporters[@]}" "--outputFile.json=$results/store.json"; }
test_e2e() { marked npm run --silent test:e2e; }

rm -rf "$results"
mkdir -p "$results"
end_with_npm
require_node
install_packages browser
step 'node_modules' install_node_modules || exit 1
checks_began=$SECONDS
step 'Format, lint, types, dead code, unit tests' verify || true
choose_labs "$((SECONDS - checks_began))"
begin_aside 'The store on both engines' test_store
is_built=true
step 'Build' build_if_stale || is_built=false
end_aside || true
if [[ $is_built == true ]]; then step 'End to end' test_e2e || true; fi
((${#failed_steps[@]} == 0))
