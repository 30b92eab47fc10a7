"""Writes a share store as c2pool does, with libleveldb: python3-plyvel.

    c2pool_writer.py fill FOLDER        shares on standard input: HASH RAW_SHARE, in hex
    c2pool_writer.py toggle FOLDER      the same; then writes and deletes the shares in turn, 10,000
                                        times, and prints a line every 100 times
    c2pool_writer.py iterate FOLDER     reads every key and value, and prints their number
"""

import sys
import time

import plyvel


def database(folder, **options):
    return plyvel.DB(folder, bloom_filter_bits=10, block_size=16384, **options)


def var_int(data):
    length = {0xFD: 2, 0xFE: 4, 0xFF: 8}.get(data[0], 0)
    if length == 0:
        return data[0], data[1:]
    return int.from_bytes(data[1 : 1 + length], "little"), data[1 + length :]


def value(raw):
    """The version in 8 bytes and the contents, of VarInt(version) and VarStr(contents)."""
    version, rest = var_int(raw)
    length, contents = var_int(rest)
    assert length == len(contents)
    return version.to_bytes(8, "little") + contents


def put(batch, share_hash, share):
    batch.put(b"share:" + share_hash, share)
    batch.put(b"index:" + share_hash, bytes(146))


def delete(batch, share_hash):
    batch.delete(b"share:" + share_hash)
    batch.delete(b"index:" + share_hash)


def shares(lines):
    for line in lines:
        share_hash, raw = line.split()
        yield share_hash.encode(), value(bytes.fromhex(raw))


def fill(folder):
    db = database(folder, create_if_missing=True, write_buffer_size=4 << 20)
    for share_hash, share in shares(sys.stdin):
        with db.write_batch() as batch:
            put(batch, share_hash, share)
    db.compact_range()
    db.close()


def toggle(folder):
    # Small buffers and files, so that logs roll and tables are compacted all the time.
    db = database(folder, create_if_missing=True, write_buffer_size=1 << 16, max_file_size=1 << 16)
    known = list(shares(sys.stdin))
    there = set()
    for change in range(10_000):
        if change % 100 == 0:
            print(change, flush=True)
            # Time for the reader, also on a busy machine.
            time.sleep(0.02)
        share_hash, share = known[change * 7919 % len(known)]
        with db.write_batch() as batch:
            if share_hash in there:
                there.remove(share_hash)
                delete(batch, share_hash)
            else:
                there.add(share_hash)
                put(batch, share_hash, share)
        if change % 1000 == 0:
            db.compact_range()
    db.close()


def iterate(folder):
    print(sum(1 for _ in database(folder)))


if __name__ == "__main__":
    {"fill": fill, "toggle": toggle, "iterate": iterate}[sys.argv[1]](sys.argv[2])
