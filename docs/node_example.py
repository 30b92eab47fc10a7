"""How a node in Python takes message_data from `p2msg pack` and commits to it in its shares.

For Python 2.7 (as p2pool runs under pypy) and 3; needs nothing but the standard library.
docs/node-authors.md explains it.
"""
import binascii
import hashlib
import json
import subprocess
import sys
import threading
import time


class MessageSource(object):
    """The message_data of the node's next share.

    A node makes new work every few seconds, and shares are rare, so the same message_data goes into
    all work until a share of this node carries it, or its lease is over.
    """

    def __init__(self, command, lease=600, clock=time.time, time_limit=2):
        # A list of arguments, never a shell line. The key comes from a file that it names. The node
        # stands still meanwhile, so nothing is waited for: not for a lock (the next work asks
        # again), and in no case longer than so many seconds.
        self.command = list(command) + [
            'pack', '--json', '--no-input', '--lease', str(lease), '--lock-timeout', '0']
        self.time_limit = time_limit
        # Asked again when the lease is over, and then the same messages are handed out again; and
        # every ten seconds while there is nothing to say.
        self.hold = lease + 1
        self.pause = 10
        self.clock = clock
        self.message_data = b''
        self.until = 0

    def current(self):
        """The message_data for work that is made now; b'' when there is nothing to say."""
        now = self.clock()
        if now >= self.until:
            self.message_data = self._pack()
            self.until = now + (self.hold if self.message_data else self.pause)
        return self.message_data

    def share_found(self, message_data):
        """A share of this node carries `message_data`: the next work gets the next messages."""
        if message_data and message_data == self.message_data:
            self.message_data = b''
            self.until = 0

    def _pack(self):
        # A node goes on mining whatever becomes of its messages.
        try:
            child = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            # communicate() of Python 2.7 has no timeout.
            timer = threading.Timer(self.time_limit, child.kill)
            timer.start()
            try:
                out, err = child.communicate()
            finally:
                timer.cancel()
            if child.returncode != 0:
                why = err.decode('utf-8', 'replace').strip()
                sys.stderr.write('p2msg: %s\n' % (why or 'exit code %d' % child.returncode))
                return b''
            return binascii.unhexlify(json.loads(out.decode('ascii'))['message_data'])
        except (OSError, ValueError, KeyError) as e:
            sys.stderr.write('p2msg: %s\n' % e)
            return b''


def pack_var_int(n):
    if n < 0xfd:
        return bytearray([n])
    return bytearray([0xfd, n & 0xff, n >> 8])  # message_data has 512 bytes at most


def hash256(data):
    return hashlib.sha256(hashlib.sha256(bytes(data)).digest()).digest()


def get_ref_hash(identifier, share_info, ref_merkle_branch, message_data):
    """What the share's generation transaction commits to.

    identifier is net.IDENTIFIER, share_info the packed share_info of a version 36 share. Absent and
    empty message_data are alike: both are the one byte 0.
    """
    ref_type = identifier + share_info + bytes(pack_var_int(len(message_data))) + message_data
    ref_hash = hash256(ref_type)
    for sibling in ref_merkle_branch:
        ref_hash = hash256(ref_hash + sibling)
    return ref_hash


def get_work(messages, make_share, identifier, share_info, ref_merkle_branch):
    """The plan's phase 2: work that commits to the messages, and what to do with its solution.

    make_share(ref_hash, message_data) stands for what the node does already: put ref_hash into the
    generation transaction, and make a share of a header that met the target.
    """
    # Held by this work: when its solution comes back, the source may be further on.
    message_data = messages.current()
    ref_hash = get_ref_hash(identifier, share_info, ref_merkle_branch, message_data)

    def got_response():
        share = make_share(ref_hash, message_data)
        messages.share_found(message_data)
        return share

    return ref_hash, got_response
