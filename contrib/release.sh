#!/usr/bin/env bash
# Builds what is released: a static binary and a Debian package with it, in target/release-files.
# Nothing in them says where or when they were built.
set -euo pipefail
cd "$(dirname "$0")/.."

target=$(uname -m)-unknown-linux-musl
root=()
[ "$(id -u)" -eq 0 ] || root=(sudo)
command -v musl-gcc > /dev/null || "${root[@]}" apt-get install -y --no-install-recommends musl-tools
command -v cargo-deb > /dev/null || cargo install --locked cargo-deb
rustup target add "$target"

# Where it was built and when must not be seen.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
cargo_home=${CARGO_HOME:-$HOME/.cargo}
export SOURCE_DATE_EPOCH
export RUSTFLAGS="--remap-path-prefix=$PWD=/p2msg --remap-path-prefix=$cargo_home=/cargo"
export CFLAGS="-ffile-prefix-map=$PWD=/p2msg -ffile-prefix-map=$cargo_home=/cargo"

cargo build --release --locked --target "$target"
cargo deb --no-build --no-strip --locked --target "$target"

files=target/release-files
rm -rf "$files"
mkdir -p "$files"
cp "target/$target/release/p2msg" "target/$target/debian/"*.deb "$files"
(cd "$files" && sha256sum ./*)
