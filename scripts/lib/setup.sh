# What scripts/demo and scripts/test share: a machine that has what they need. Sourced, from the top of the repository.
# shellcheck shell=bash

node_version=24.21.0
npm_version=11.21.2

say() {
  printf '== %s\n' "$*"
}

fail() {
  printf '%s: %s\n' "$0" "$*" >&2
  exit 1
}

# Starts the script anew as root where that is possible.
become_root() {
  [ "$(id -u)" -eq 0 ] && return
  command -v sudo >/dev/null || fail 'network namespaces need root: run this as root (there is no sudo here)'
  exec sudo -- "$PWD/scripts/$(basename "$0")" "$@"
}

package_is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Installs those of the given Debian packages that are missing.
need_packages() {
  local missing=() name
  for name; do
    package_is_installed "$name" || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || fail "these Debian packages are needed, and there is no apt-get: ${missing[*]}"
  say "installing from Debian: ${missing[*]}"
  without_starting_services install_packages "${missing[@]}"
  stop_at_boot "${missing[@]}"
}

install_packages() {
  local log
  log=$(mktemp)
  if ! { apt-get -q -o DPkg::Lock::Timeout=300 update &&
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"; } \
    </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install: $*"
  fi
  rm -f "$log"
}

# Runs a command while Debian's packages may not start their services. A policy that the machine has already stays.
without_starting_services() (
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ] && [ ! -L "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  "$@"
)

# A server that was installed only for the lab must not come up with the machine either.
stop_at_boot() {
  command -v systemctl >/dev/null || return 0
  local name
  for name; do
    case $name in
      kea-dhcp6-server | isc-dhcp-server | radvd) systemctl --quiet disable "$name.service" 2>/dev/null || true ;;
    esac
  done
}

node_is_supported() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number)
      process.exit(major > 20 || (major === 20 && minor >= 20) ? 0 : 1)'
}

# Puts a Node that kd6 supports on the PATH: the machine's own, or one that is kept in .cache.
need_node() {
  node_is_supported && return
  local cache=$PWD/.cache/node-$node_version
  [ -x "$cache/bin/npm" ] || fetch_node "$cache"
  PATH=$cache/bin:$PATH
  export PATH
  hash -r
  node_is_supported || fail "the Node in $cache does not run"
}

# Node's own binary comes from npm's registry, where Debian's npm (which brings Debian's older Node) fetches it.
fetch_node() {
  local cache=$1 platform digest directory
  case $(uname -m) in
    x86_64)
      platform=x64
      digest=de750bb336795f47dc898a46d2de93add029273027f3e16520d3fa3a2317ed5f07aefa404cf37ddfa5352e545e389ae22d16b87bcc84a900580a72f23cd02ced
      ;;
    aarch64)
      platform=arm64
      digest=1692513c4cf63afbd32df8c83a5346158f492cf30a825e66f9de2819804b836e242759a6bcdd5997f1cf2601781c3689e752127afd65d5c459fc333e91e5d6e6
      ;;
    *) fail "no Node 20.20 or later on this machine, and none to fetch for $(uname -m)" ;;
  esac
  need_packages npm ca-certificates
  say "fetching Node $node_version and npm $npm_version into ${cache#"$PWD/"}"
  mkdir -p .cache
  directory=$(mktemp -d "$PWD/.cache/fetch-XXXXXX")
  fetch_npm_package "$directory/node" "node-linux-$platform@$node_version" "$digest"
  fetch_npm_package "$directory/npm" "npm@$npm_version" ec73c0a64f807e53146af4ac78bd4f9ba0a762a3081e4e77c7e2a6ba1aa64c3a8f9233cc8312294cf713aac13dd4428dc3880504957d7e75e249d1a6d435eaf4
  mv "$directory/npm" "$directory/node/npm"
  printf '#!/bin/sh\nexec "%s/bin/node" "%s/npm/bin/npm-cli.js" "$@"\n' "$cache" "$cache" >"$directory/node/bin/npm"
  printf '#!/bin/sh\nexec "%s/bin/node" "%s/npm/bin/npx-cli.js" "$@"\n' "$cache" "$cache" >"$directory/node/bin/npx"
  chmod 755 "$directory/node/bin/npm" "$directory/node/bin/npx"
  rm -rf "$cache"
  mv "$directory/node" "$cache"
  rm -rf "$directory"
}

# Unpacks a package of npm's registry into a folder, if it is the one that was meant.
fetch_npm_package() {
  local target=$1 spec=$2 digest=$3 file
  mkdir -p "$target"
  file=$target/$(cd "$target" && npm pack --silent "$spec") || fail "npm could not fetch $spec"
  printf '%s  %s\n' "$digest" "$file" | sha512sum --check --status || fail "$spec is not the package that was pinned"
  tar -xzf "$file" -C "$target" --strip-components=1
  rm -f "$file"
}

# node_modules as package-lock.json has them.
need_dependencies() {
  [ node_modules/.package-lock.json -nt package-lock.json ] && return
  say 'npm ci'
  npm ci --no-audit --no-fund --loglevel=error
}

# dist/kd6.js and the native module, newer than every source.
need_build() {
  need_dependencies
  if [ -e dist/kd6.js ] &&
    [ -z "$(find src machines scripts/build scripts/build-native package-lock.json -newer dist/kd6.js -print -quit)" ]; then
    return
  fi
  say 'npm run build'
  npm run --silent build
}
