#!/usr/bin/env bash
# Prepares a machine for Howdah: Node.js, Debian packages, node_modules, the build.
# Run it to prepare everything, or source it for its functions.

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

require_node() {
  command -v node >/dev/null || fail "Node.js 20 or newer is needed, and there is none."
  command -v npm >/dev/null || fail "npm is needed, and there is none."
  local version
  version=$(node --version)
  local major=${version#v}
  ((${major%%.*} >= 20)) || fail "Node.js 20 or newer is needed; this is $version."
}

# Prints the Debian packages whose programs are missing; with the argument "browser", that of the tests' browser too;
# with "namespaces", those that a lab of the newest parts is made with.
missing_packages() {
  local need program package
  for need in \
    etcd:etcd-server etcdctl:etcd-client haproxy:haproxy patroni:patroni pgbackrest:pgbackrest \
    sshd:openssh-server ssh:openssh-client supervisord:supervisor; do
    program=${need%%:*} package=${need#*:}
    PATH="$PATH:/usr/sbin:/sbin" command -v "$program" >/dev/null || say "$package"
  done
  [[ -x /usr/bin/python3 ]] && /usr/bin/python3 -c 'import etcd' 2>/dev/null || say python3-etcd
  [[ -x /usr/bin/python3 ]] && /usr/bin/python3 -c 'import psycopg2' 2>/dev/null || say python3-psycopg2
  compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || say postgresql
  if [[ " $* " == *" browser "* ]] && ! has_browser; then say chromium; fi
  if [[ " $* " == *" namespaces "* ]]; then
    for need in debootstrap:debootstrap unshare:util-linux openssl:openssl; do
      program=${need%%:*} package=${need#*:}
      PATH="$PATH:/usr/sbin:/sbin" command -v "$program" >/dev/null || say "$package"
    done
  fi
}

has_browser() {
  [[ -x /usr/bin/chromium-headless-shell || -x /usr/bin/chromium ]] || compgen -G "${HOME:-/root}/.cache/ms-playwright/chromium*" >/dev/null
}

# The distribution's default version: postgresql-15 on Debian 12. The package "postgresql" itself only names it.
postgresql_package() {
  apt-cache depends postgresql | sed -n 's/^ *Depends: \(postgresql-[0-9]\+\)$/\1/p' | head -n 1
}

# Chromium without its windows, as Playwright itself would fetch it: half the work for each page. Else the whole one.
browser_package() {
  if apt-cache show chromium-headless-shell &>/dev/null; then say chromium-headless-shell; else say chromium; fi
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} > 0)) || return 0

  say "Missing Debian packages: ${missing[*]}"
  command -v apt-get >/dev/null ||
    fail "This is not a Debian or Ubuntu system: install what these packages hold in your own way."
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail "Installing them needs root, and there is no sudo. As root: apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi

  say "Installing them with ${as_root[*]:+${as_root[*]} }apt-get"
  "${as_root[@]}" apt-get update --quiet --quiet || fail "apt-get update failed. Still missing: ${missing[*]}"
  local index
  for index in "${!missing[@]}"; do
    case ${missing[index]} in
      postgresql) missing[index]=$(postgresql_package) ;;
      chromium) missing[index]=$(browser_package) ;;
    esac
  done
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --quiet --no-install-recommends "${missing[@]}" </dev/null ||
    fail "apt-get install failed. Still missing: $(missing_packages "$@" | tr '\n' ' ')"
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} == 0)) || fail "Still missing after the installation: ${missing[*]}"
}

install_node_modules() {
  if [[ -f node_modules/.package-lock.json && ! package-lock.json -nt node_modules/.package-lock.json ]]; then
    return 0
  fi
  # Not "npm ci": it refuses a lockfile without the optional binaries of other platforms, which a registry may not hold.
  # The versions are those of the lockfile all the same, and --no-save leaves it as it is.
  say "Installing node_modules"
  npm install --no-save --no-fund --no-audit --loglevel=error
}

sources_hash() {
  local sources=() path
  for path in app components lib public ./*.ts ./*.js ./*.mjs tsconfig.json package.json package-lock.json; do
    if [[ -e $path ]]; then sources+=("$path"); fi
  done
  find "${sources[@]}" -type f ! -name '*.test.ts' ! -name '*.test.tsx' ! -name next-env.d.ts -print0 |
    LC_ALL=C sort --zero-terminated | xargs --null sha256sum | sha256sum | cut -d ' ' -f 1
}

build_if_stale() {
  local stamp=.next/howdah-sources hash
  hash=$(sources_hash)
  if [[ -f .next/BUILD_ID && -f $stamp && $(<"$stamp") == "$hash" ]]; then
    say "The build is up to date."
    return 0
  fi
  say "Building"
  rm -f "$stamp"
  # Within an "if", bash ignores "set -e": without this, a failed build would be stamped as good.
  npm run --silent build || return 1
  say "$hash" >"$stamp"
}

# Runs something long in the background: bash runs a trap between foreground programs only, but at once in a wait.
child=
wait_for() {
  local code=0
  "$@" &
  child=$!
  wait "$child" || code=$?
  child=
  return "$code"
}

# Prints a process and everything below it. Process groups would be simpler, but bash makes them only with job
# control, and that takes the terminal, and Ctrl-C with it, away from the script.
process_tree() {
  local stat line fields found=" $1 " before=
  while [[ $found != "$before" ]]; do
    before=$found
    for stat in /proc/[0-9]*/stat; do
      { read -r line <"$stat"; } 2>/dev/null || continue
      read -r -a fields <<<"${line##*) }"
      if [[ $found == *" ${fields[1]} "* && $found != *" ${line%% *} "* ]]; then found+="${line%% *} "; fi
    done
  done
  say "$found"
}

# An ended process that nobody has waited for still has a number, but no longer a command line.
is_alive() { [[ -n $(tr -d '\0' <"/proc/$1/cmdline") ]]; }

end_tree() {
  local pids pid tries left=("$1")
  read -r -a pids < <(process_tree "$1")
  kill -TERM "${pids[@]}" || true
  for ((tries = 0; tries < 150 && ${#left[@]} > 0; tries++)); do
    left=()
    for pid in "${pids[@]}"; do
      if is_alive "$pid"; then left+=("$pid"); fi
    done
    sleep 0.1
  done
  for pid in "${left[@]}"; do
    read -r -a pids < <(process_tree "$pid")
    kill -KILL "${pids[@]}" || true
  done
  wait "$1" || true
} 2>/dev/null

end_child() {
  if [[ -n $child ]]; then end_tree "$child"; fi
  child=
}

# A signal to npm ends npm and the shell below it, but does not reach the script that this shell runs.
watcher=
end_with_npm() {
  [[ -n ${npm_lifecycle_event-} ]] || return 0
  local script=$$ parent=$PPID
  {
    while kill -0 "$parent" 2>/dev/null; do sleep 1; done
    kill -TERM "$script"
  } </dev/null &>/dev/null &
  watcher=$!
}

end_watcher() {
  if [[ -n $watcher ]]; then end_tree "$watcher"; fi
  watcher=
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set -euo pipefail
  cd "$(dirname "$0")/.."
  require_node
  install_packages browser
  install_node_modules
  build_if_stale
fi
