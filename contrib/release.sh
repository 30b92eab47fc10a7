#!/usr/bin/env bash
# Builds what is released: a static binary and a Debian package with it, in target/release-files.
# Nothing in them says where or when they were built: the same commit, Rust, C compiler and cargo-deb
# give the same bytes. With --check, it builds all of it a second time elsewhere, and compares.
set -euo pipefail
cd "$(dirname "$0")/.."

target=$(uname -m)-unknown-linux-musl
root=()
[ "$(id -u)" -eq 0 ] || root=(sudo)
if ! command -v musl-gcc > /dev/null; then
  "${root[@]}" apt-get update
  "${root[@]}" apt-get install -y --no-install-recommends musl-tools gcc libc6-dev
fi
command -v cargo-deb > /dev/null || cargo install --locked cargo-deb
rustup target add "$target"

# Where it was built and when must not be seen.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
cargo_home=${CARGO_HOME:-$HOME/.cargo}
export SOURCE_DATE_EPOCH
export CARGO_TARGET_DIR=$PWD/target
export RUSTFLAGS="--remap-path-prefix=$PWD=/p2msg --remap-path-prefix=$cargo_home=/cargo"
export CFLAGS="-ffile-prefix-map=$PWD=/p2msg -ffile-prefix-map=$cargo_home=/cargo"

files=target/release-files
rm -rf "$files"
mkdir -p "$files"
cargo build --release --locked --target "$target"
cp "target/$target/release/p2msg" "$files"
cargo deb --no-build --no-strip --locked --target "$target" --output "$files"
(cd "$files" && sha256sum ./*)

if [ "${1:-}" = --check ]; then
  elsewhere=$(mktemp -d)
  trap 'rm -rf "$elsewhere"' EXIT
  git clone --quiet . "$elsewhere/p2msg"
  CARGO_HOME=$elsewhere/cargo "$elsewhere/p2msg/contrib/release.sh"
  (cd "$files" && sha256sum ./*) | (cd "$elsewhere/p2msg/$files" && sha256sum --check)
fi
