#!/usr/bin/env python3
"""Makes keystores.json and bip39.json without any code of p2msg.

  pip install coincurve cryptography mnemonic
  python3 keystores.py TREZOR_VECTORS

TREZOR_VECTORS is vectors.json of the python-mnemonic sources. Both files come out the same each time.

The deployed tool is create_transition_message.py of p2pool-merged-v36: the key of its keystore is
PBKDF2-HMAC-SHA256(passphrase, salt, iterations), and the private key is XORed with
SHA256(key || u32(0)) of that key; nothing tells a wrong passphrase but the public key beside it.
"""

import hashlib
import hmac
import json
import struct
import sys

from coincurve import PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from mnemonic import Mnemonic

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def digest(text):
    """Bytes that look random and are the same each time."""
    return hashlib.sha256(text.encode()).digest()


def pubkey(private):
    return PrivateKey(private).public_key.format(compressed=True)


def deployed(private, passphrase, salt, iterations):
    """What create-keystore of the deployed tool writes."""
    key = hashlib.pbkdf2_hmac("sha256", passphrase.encode("utf-8"), salt, iterations, 32)
    stream = hashlib.sha256(key + struct.pack("<I", 0)).digest()
    return {
        "version": 1,
        "description": "P2Pool V36 transition message signing key",
        "pubkey": pubkey(private).hex(),
        "crypto": {
            "cipher": "stream-sha256",
            "ciphertext": bytes(a ^ b for a, b in zip(private, stream)).hex(),
            "kdf": "pbkdf2",
            "kdfparams": {"iterations": iterations, "salt": salt.hex(), "hash": "sha256"},
        },
    }


def p2msg(private, passphrase, salt, nonce, log_n, r, p):
    """The keystore of p2msg, from its description in src/core/keystore.rs."""
    key = hashlib.scrypt(
        passphrase.encode("utf-8"), salt=salt, n=1 << log_n, r=r, p=p, maxmem=1 << 30, dklen=32
    )
    header = b"p2msg-keystore\x01" + pubkey(private) + struct.pack("<III", 1 << log_n, r, p) + salt
    return {
        "format": "p2msg-keystore",
        "version": 1,
        "pubkey": pubkey(private).hex(),
        "crypto": {
            "cipher": "chacha20-poly1305",
            "nonce": nonce.hex(),
            "ciphertext": ChaCha20Poly1305(key).encrypt(nonce, private, header).hex(),
            "kdf": "scrypt",
            "kdfparams": {"n": 1 << log_n, "r": r, "p": p, "salt": salt.hex()},
        },
    }


def keystores():
    cases = []
    for name, passphrase, iterations in [
        ("deployed_default", "correct horse battery staple", 100000),
        ("deployed_not_ascii", "Schlüssel \U0001f511 ", 1000),
        ("deployed_one_iteration", "x", 1),
    ]:
        private = digest("key " + name)
        keystore = deployed(private, passphrase, digest("salt " + name), iterations)
        cases.append((name, passphrase, private, keystore))
    for name, passphrase, log_n, r, p in [
        ("p2msg_default", "correct horse battery staple", 17, 8, 1),
        ("p2msg_not_ascii", "Schlüssel \U0001f511 ", 10, 8, 1),
        ("p2msg_other_cost", "x", 4, 3, 2),
    ]:
        private = digest("key " + name)
        salt, nonce = digest("salt " + name), digest("nonce " + name)[:12]
        keystore = p2msg(private, passphrase, salt, nonce, log_n, r, p)
        cases.append((name, passphrase, private, keystore))
    return {
        "about": "Keystores made by keystores.py. 'keystore' is the file; it opens with 'passphrase' "
        "and holds 'private'.",
        "cases": [
            {
                "name": name,
                "passphrase": passphrase,
                "private": private.hex(),
                "keystore": keystore,
            }
            for name, passphrase, private, keystore in cases
        ],
    }


def bip32(seed, path):
    """The private key at a path of hardened (') and other steps."""
    result = hmac.new(b"Bitcoin seed", seed, hashlib.sha512).digest()
    for step in path.split("/")[1:]:
        hardened = step.endswith("'")
        index = struct.pack(">I", int(step.rstrip("'")) + (1 << 31 if hardened else 0))
        key, chain_code = result[:32], result[32:]
        data = (b"\0" + key if hardened else pubkey(key)) + index
        child = hmac.new(chain_code, data, hashlib.sha512).digest()
        number = (int.from_bytes(child[:32], "big") + int.from_bytes(key, "big")) % ORDER
        result = number.to_bytes(32, "big") + child[32:]
    return result[:32]


def bip39(trezor):
    words = Mnemonic("english")
    cases = [
        {"phrase": phrase, "passphrase": "TREZOR", "seed": seed}
        for _, phrase, seed, _ in trezor["english"]
    ]
    for length in (16, 20, 24, 28, 32):
        phrase = words.to_mnemonic(digest("phrase")[:length])
        for passphrase in ("", "Zürich", "Zu\u0308rich", "ℌello ①"):
            seed = Mnemonic.to_seed(phrase, passphrase)
            cases.append({"phrase": phrase, "passphrase": passphrase, "seed": seed.hex()})
    for case in cases:
        seed = bytes.fromhex(case["seed"])
        case["private"] = bip32(seed, "m/44'/2'/0'/0/0").hex()
    return {
        "about": "Phrases of BIP39 with the seed that they and the passphrase lead to, and the "
        "private key at m/44'/2'/0'/0/0 of that seed, where the deployed tool looks for it. Those "
        "with the passphrase TREZOR are the test vectors that BIP39 names, the others were made with "
        "python-mnemonic: every number of words, and passphrases that must be normalised (NFKD).",
        "cases": cases,
    }


def write(name, vectors):
    cases = ",\n".join(json.dumps(case) for case in vectors["cases"])
    with open(name, "w") as file:
        file.write('{\n"about": %s,\n"cases": [\n%s\n]}\n' % (json.dumps(vectors["about"]), cases))


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        write("bip39.json", bip39(json.load(file)))
    write("keystores.json", keystores())
