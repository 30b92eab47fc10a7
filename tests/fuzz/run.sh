#!/usr/bin/env bash
# Fuzzes every reader for a number of seconds each, from the strings of the vectors.
# usage: tests/fuzz/run.sh SECONDS [READER...]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?usage: run.sh SECONDS [READER...]}
shift
readers=("$@")
if [ ${#readers[@]} -eq 0 ]; then
  mapfile -t readers < <(sed -n 's/^    ("\([a-z_]*\)", .*/\1/p' tests/fuzz/readers.rs)
fi
command -v cargo-fuzz > /dev/null || cargo install --locked cargo-fuzz

seeds=tests/fuzz/corpus/seeds
mkdir -p "$seeds"
python3 - "$seeds" tests/vectors/*.json tests/vectors/share_store.0 tests/fuzz/seeds/* << 'PYTHON'
import hashlib, json, pathlib, sys

def strings(value):
    if isinstance(value, str):
        yield value.encode()
        try:
            yield bytes.fromhex(value)
        except ValueError:
            pass
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)

folder = pathlib.Path(sys.argv[1])
for path in map(pathlib.Path, sys.argv[2:]):
    text = path.read_bytes()
    found = strings(json.loads(text)) if path.parent.name == 'vectors' and path.suffix == '.json' else [text, *text.split(b'\n')]
    for seed in found:
        (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
PYTHON

for reader in "${readers[@]}"; do
  echo "== $reader"
  mkdir -p "tests/fuzz/corpus/$reader"
  # Without a sanitizer it runs on stable Rust; there is no unsafe code for one to look at.
  P2MSG_FUZZ_READER=$reader cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none readers \
    "tests/fuzz/corpus/$reader" "$seeds" -- \
    -max_total_time="$seconds" -max_len=4096 -timeout=5 -rss_limit_mb=1024 -print_final_stats=1
done
