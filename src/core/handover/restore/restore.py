#!/usr/bin/env python3
# Makes an archive whole again: from a compact one, and from the archives that it was made against.
# Asks for Python 3.6, and for zstd where something is packed so. Nothing but the standard library.
# Ends with 0 where all was right, 3 where this machine lacks something, 4 where a base or the compact archive is not right.
# What a compact archive holds: docs/compact.md of Layershed. restore.pl does the same, word for word.
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

try:
    import zlib
except ImportError:
    zlib = None

USAGE = '''python3 restore.py COMPACT BASE... > FILE       or: ... | docker load
python3 restore.py -o FILE COMPACT BASE...      FILE is there only when all of it was right
python3 restore.py --check COMPACT BASE...      everything but the writing
A BASE is what "docker save" wrote, or an OCI archive; also packed by gzip, zstd, xz or bzip2; - is the standard input.
'''

MB = 1024 * 1024
# What a reader grants: more is refused before memory is taken.
NOTE, EDIT, FILLS, HEADER = 4 * MB, 65536, 100000, MB
RESIDUAL, REFERENCE, REFERENCES, STEPS = 4 * MB, 8 * MB, 65536, 2 ** 20
TOOLS = {'gzip': ['gzip', '-dc'], 'zstd': ['zstd', '-dcq'], 'xz': ['xz', '-dc'], 'bzip2': ['bzip2', '-dc']}
MAGIC = {'gzip': b'\x1f\x8b', 'zstd': b'\x28\xb5\x2f\xfd', 'xz': b'\xfd7zXZ', 'bzip2': b'BZh'}
DAMAGED = 'the compact archive is damaged: '
TOO_MUCH = 'the compact archive asks for too much: '


class Failed(Exception):
    """Why it can't go on, and the state to end with."""

    def __init__(self, state, why):
        Exception.__init__(self, why)
        self.state = state


def interrupted(*_):
    raise Failed(3, 'interrupted')


def unlike(name):
    return Failed(4, DAMAGED + name + ' is not what was announced')


# --- files, and programs that unpack

def open_file(path):
    try:
        return open(path, 'rb', buffering=0)
    except OSError as error:
        raise Failed(3, "can't read %s: %s" % (path, error.strerror))


class Part:
    """A file, or a stretch of one."""

    def __init__(self, file, at, size, name, path=None, entry=''):
        self.file, self.at, self.size, self.name, self.path, self.entry = file, at, size, name, path, entry

    def read(self, at, length, file=None):
        """Fewer bytes only where the file ends."""
        file = file or self.file
        try:
            file.seek(self.at + at)
            pieces, left = [], length
            while left:
                piece = file.read(left)
                if not piece:
                    break
                pieces.append(piece)
                left -= len(piece)
            return b''.join(pieces)
        except OSError as error:
            raise Failed(3, "can't read %s: %s" % (self.name, error.strerror))

    def chunks(self):
        file = open_file(self.path) if self.path else self.file
        for at in range(0, self.size, MB):
            yield self.read(at, min(MB, self.size - at), file)


class NotUnpacked(Exception):
    pass


def need(tool):
    if not shutil.which(tool):
        raise Failed(3, tool + ' is not on this machine')


def gunzipped(part):
    unpacker = zlib.decompressobj(31)
    try:
        for chunk in part.chunks():
            while chunk and not (unpacker.eof and not chunk.strip(b'\0')):
                if unpacker.eof:
                    unpacker = zlib.decompressobj(31)
                yield unpacker.decompress(chunk, MB)
                chunk = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        while not unpacker.eof:
            piece = unpacker.decompress(b'', MB)
            if not piece:
                raise NotUnpacked()
            yield piece
    except zlib.error:
        raise NotUnpacked()


PROGRAMS = []


def unpacked(part, packing, strict=False):
    """What a program makes of a part of a file; gzip needs none."""
    if packing == 'gzip' and zlib:
        for chunk in gunzipped(part):
            yield chunk
        return
    command = TOOLS[packing] + (['--memory=8MiB'] if strict and packing == 'zstd' else [])
    need(command[0])
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    PROGRAMS.append(program)

    def feed():
        try:
            for chunk in part.chunks():
                program.stdin.write(chunk)
            program.stdin.close()
        except (OSError, ValueError, Failed):
            pass

    threading.Thread(target=feed, daemon=True).start()
    while True:
        chunk = program.stdout.read(MB)
        if not chunk:
            break
        yield chunk
    if program.wait() != 0:
        raise NotUnpacked()


class Stream:
    """A part of the compact archive, unpacked where it is packed, taken in the portions that are asked for."""

    def __init__(self, part, packing=None):
        self.name, self.chunks = part.name, unpacked(part, packing, True) if packing else part.chunks()
        self.buffer, self.start = b'', 0

    def wait(self, length):
        """Has so many bytes waiting, fewer only where it ends."""
        pieces, there = [], len(self.buffer) - self.start
        while there < length:
            try:
                chunk = next(self.chunks, None)
            except NotUnpacked:
                raise unlike(self.name)
            if chunk is None:
                break
            pieces.append(chunk)
            there += len(chunk)
        if pieces:
            self.buffer, self.start = b''.join([self.buffer[self.start:]] + pieces), 0
        return there

    def take(self, length):
        if self.wait(length) < length:
            raise unlike(self.name)
        self.start += length
        return self.buffer[self.start - length:self.start]

    def finish(self):
        if self.wait(1):
            raise unlike(self.name)


def hash_of(part):
    hashing = hashlib.sha256()
    for chunk in part.chunks():
        hashing.update(chunk)
    return hashing.hexdigest()


# --- tar

def number_in(field):
    """Octal, or base 256 where the top bit is set."""
    if field[0] & 0x80:
        return int.from_bytes(bytes([field[0] & 0x7f]) + field[1:], 'big')
    octal = re.fullmatch(b'[\\0 ]*([0-7]*)(?:[\\0 ].*)?', field, re.S)
    return int(octal.group(1) or b'0', 8) if octal else None


def is_header(block):
    counted = block[:148] + b' ' * 8 + block[156:]
    return number_in(block[148:156]) in (sum(counted), sum(counted) - 256 * sum(byte > 127 for byte in counted))


def text_in(field):
    return field.split(b'\0')[0]


def pax(said, following, bad):
    while said:
        length = re.match(b'[0-9]{1,7}(?= )', said)
        if not length or not 0 < int(length.group()) <= len(said):
            raise bad
        record, said = said[:int(length.group())], said[int(length.group()):]
        known = re.fullmatch(b'[0-9]+ (path|size)=(.+)\n', record, re.S)
        if known:
            following[known.group(1)] = known.group(2)


def walk(tar):
    """Each file of a tar, as a part of it: POSIX and GNU headers, PAX and GNU names, sizes of any notation."""
    at, following = 0, {}
    while True:
        block = tar.read(at, 512)
        if not block or len(block) == 512 and not block.strip(b'\0') and at:
            return
        bad = Failed(4, '%s is no tar archive, or damaged, at byte %d' % (tar.name, at))
        if len(block) < 512 or not is_header(block) or number_in(block[124:136]) is None:
            raise bad
        size, kind, name = number_in(block[124:136]), block[156:157], text_in(block[:100])
        if block[257:263] == b'ustar\0' and text_in(block[345:500]):
            name = text_in(block[345:500]) + b'/' + name
        if kind not in b'xgLK' or not kind:
            name, size = following.get(b'path', name), int(following.get(b'size', size))
            following = {}
            if kind in b'123456':
                size = 0
        if size >= 2 ** 53:
            raise bad
        if at + 512 + size > tar.size:
            raise Failed(4, '%s is cut off at byte %d' % (tar.name, tar.size))
        if kind in b'xL':
            if size > HEADER:
                raise bad
            said = tar.read(at + 512, size)
            if kind == b'L':
                following[b'path'] = text_in(said)
            else:
                pax(said, following, bad)
            if not re.fullmatch(b'[0-9]{1,16}', following.get(b'size', b'0')):
                raise bad
        elif kind in b'0\0 7':
            yield Part(tar.file, tar.at + at + 512, size, tar.name, tar.path, name)
        at += 512 + size + -size % 512


# --- the note

class Item:
    """A layer, or a blob, that goes into the frame; `wants` are (hash, size) of what it is made from."""

    def __init__(self, kind, id, size, packing=None, literals=0, segments=0):
        self.kind, self.id, self.size, self.packing = kind, id, size, packing
        self.literals, self.segments, self.was = literals, segments, False
        self.wants = [] if kind == 'layer' else [(id, size)]


class Change:
    """Bytes of the frame that become others, or a place where the bytes of `of` go in."""

    def __init__(self, at, length, bytes, of=None):
        self.at, self.length, self.bytes, self.of = at, length, bytes, of


LINES = {
    b'made': b'[^ ]+',
    b'frame': b'own|universal',
    b'archive': b'([0-9a-f]{64}) ([0-9]{1,16}) .*[^ ].*',
    b'held': b'([0-9a-f]{64}) ([0-9]{1,16})',
    b'blob': b'([0-9a-f]{64}) ([0-9]{1,16})',
    b'layer': b'([0-9a-f]{64}) ([0-9]{1,16}) (zstd|gzip) ([0-9]{1,16}) ([0-9]{1,16})',
    b'source': b'([0-9a-f]{64}) ([0-9]{1,16})',
    b'was': b'([0-9a-f]{64}) [^ ]+ ([0-9]{1,16})',
    b'edit': b'([0-9]{1,16}) ([0-9]{1,16}) (-|(?:[0-9a-f]{2})+)',
    b'fill': b'([0-9]{1,16})',
}


def value_of(word):
    return int(word) if re.fullmatch('[0-9]{1,16}', word) else word


class Note:
    def __init__(self, text):
        self.items, self.changes, self.whole, self.once, self.fills = [], [], None, set(), 0
        lines = (text[:-1] if text.endswith(b'\n') else text).split(b'\n')
        for number, line in enumerate(lines, 1):
            if not (line == b'layershed-compact 1' if number == 1 else self.read(line, number)):
                raise Failed(4, '%slayershed/compact, line %d' % (DAMAGED, number))
        if not {b'made', b'frame'} <= self.once or not all(item.wants for item in self.items):
            raise Failed(4, DAMAGED + 'layershed/compact, line 2')

    def read(self, line, number):
        word, _, rest = line.partition(b' ')
        fits = re.fullmatch(LINES[word], rest) if word in LINES else None
        if not fits:
            return False
        values = [value_of(group.decode()) for group in fits.groups()]
        above = self.items[-1] if self.items else None
        if any(isinstance(value, int) and value >= 2 ** 53 for value in values):
            return False
        if word in (b'made', b'frame', b'archive'):
            if word in self.once:
                return False
            self.once.add(word)
            self.whole = values or self.whole
        elif word in (b'held', b'blob', b'layer'):
            self.items.append(Item(word.decode(), *values))
        elif not above or word == b'source' and above.kind != 'layer':
            return False
        elif word == b'source':
            above.wants.append(tuple(values))
        elif word == b'was':
            if above.was or above.kind == 'blob':
                return False
            above.was = True
        elif word == b'edit':
            at, length, digits = values[0], values[1], fits.group(3).decode().strip('-')
            if length > EDIT or len(digits) > 2 * EDIT:
                raise Failed(4, '%san edit in line %d' % (TOO_MUCH, number))
            self.changes.append(Change(at, length, bytes.fromhex(digits)))
        else:
            self.changes.append(Change(values[0], 0, b'', above))
            self.fills += 1
            if self.fills > FILLS:
                raise Failed(4, '%s%d fills at most' % (TOO_MUCH, FILLS))
        return True


def in_order(changes):
    """In the order of the frame. At one place a fill comes first: an edit there belongs to the header behind it."""
    changes = sorted(changes, key=lambda change: (change.at, change.of is None))
    end, fill = 0, -1
    for change in changes:
        if change.at < end or change.of and change.at == fill:
            raise Failed(4, DAMAGED + 'edits and fills overlap')
        end = change.at + change.length
        fill = change.at if change.of else fill
    return changes


# --- bases

def packing_of(begin):
    return next((packing for packing, magic in MAGIC.items() if begin.startswith(magic)), None)


def spool(chunks, name, most=None, hashing=None):
    """A temporary file without a name: it is gone when this program is."""
    try:
        file, size = tempfile.TemporaryFile(), 0
        for chunk in chunks:
            size += len(chunk)
            if most is None or size <= most:
                file.write(chunk)
                if hashing:
                    hashing.update(chunk)
        file.flush()
    except OSError as error:
        raise Failed(3, "can't write a temporary file: " + error.strerror)
    return Part(file, 0, size, name)


def open_base(path):
    file = open(0, 'rb', buffering=0, closefd=False) if path == '-' else open_file(path)
    try:
        size = os.fstat(file.fileno()).st_size if file.seekable() else None
    except OSError:
        size = None
    base = Part(file, 0, size, path, None if path == '-' else path)
    if size is None:
        base = spool(iter(lambda: file.read(MB), b''), path)
    packing = packing_of(base.read(0, 6))
    if not packing:
        return base
    try:
        return spool(unpacked(base, packing), path)
    except NotUnpacked:
        raise Failed(4, "%s is damaged: %s can't unpack it" % (path, packing))


class Entry:
    def __init__(self, part, packing, named):
        self.part, self.packing, self.named, self.done = part, packing, named, False


def find(wanted, paths):
    """All that is wanted, by nothing but its hash: by name and size, by size, and inside of what is packed."""
    found, other, entries, sizes = {}, {}, [], set(wanted.values())

    def confirm(entry):
        digest, entry.done = hash_of(entry.part), True
        if wanted.get(digest) == entry.part.size:
            found.setdefault(digest, entry.part)

    def missing():
        return [digest for digest in sorted(wanted) if digest not in found]

    for path in paths:
        for part in walk(open_base(path)):
            if part.entry == b'layershed/compact':
                raise Failed(4, path + ' is a compact archive: restore that one first')
            named = [word.decode() for word in re.findall(b'[0-9a-f]{64}', part.entry) if word.decode() in wanted]
            for digest in named:
                other.setdefault(digest, path)
            packing = packing_of(part.read(0, min(part.size, 6)))
            if packing or part.size in sizes:
                entries.append(Entry(part, packing, named))
    for entry in entries:
        if any(digest not in found and wanted[digest] == entry.part.size for digest in entry.named):
            confirm(entry)
    for entry in entries:
        if not entry.done and any(wanted[digest] == entry.part.size for digest in missing()):
            confirm(entry)
    for entry in entries:
        if entry.packing and missing():
            hashing, most = hashlib.sha256(), max(wanted[digest] for digest in missing())
            try:
                plain = spool(unpacked(entry.part, entry.packing), entry.part.name, most, hashing)
            except NotUnpacked:
                continue
            if wanted.get(hashing.hexdigest()) == plain.size:
                found.setdefault(hashing.hexdigest(), plain)
    lines = ['\n  sha256:%s, %d bytes' % (digest, wanted[digest]) + (
        ' (%s names it, but its bytes are others)' % other[digest] if digest in other else '') for digest in missing()]
    if lines:
        raise Failed(4, 'base missing: none of the archives given holds' + ''.join(lines))
    return found


# --- what comes out

class Output:
    """Where the whole archive goes; what goes to the standard output ends with bytes that are held back until all is right."""

    def __init__(self, whole, check, target):
        self.whole, self.check, self.target, self.hashing = whole, check, target, hashlib.sha256()
        self.size, self.written, self.tail, self.file = 0, 0, bytearray(), None
        self.part = None if check or target is None else target + '.part'

    def open(self):
        try:
            if not self.check:
                self.file = open(1 if self.part is None else self.part, 'wb', buffering=0, closefd=self.part is not None)
        except OSError as error:
            raise Failed(3, "can't write %s: %s" % (self.target, error.strerror))

    def put(self, piece):
        self.size += len(piece)
        if self.whole:
            if self.size > self.whole[1]:
                raise unlike('layershed/frame.tar')
            self.hashing.update(piece)
        if self.check:
            return
        if self.part:
            return self.write(piece)
        self.tail += piece
        if len(self.tail) > 2 * MB:
            self.release((len(self.tail) - MB) // 512 * 512)

    def release(self, length):
        piece = bytes(self.tail[:length])
        del self.tail[:length]
        self.written += length
        self.write(piece)

    def write(self, piece):
        view = memoryview(piece)
        try:
            while len(view):
                view = view[self.file.write(view):]
        except OSError as error:
            raise Failed(3, "can't write %s: %s" % (self.target or 'the standard output', error.strerror))

    def finish(self):
        if self.whole and (self.size != self.whole[1] or self.hashing.hexdigest() != self.whole[0]):
            raise Failed(4, DAMAGED + 'what came out is not the archive that it was made from')
        if self.part:
            try:
                self.file.close()
                os.replace(self.part, self.target)
            except OSError as error:
                raise Failed(3, "can't write %s: %s" % (self.target, error.strerror))
        elif self.file:
            self.release(len(self.tail))

    def break_off(self):
        """A tar reader takes an end between two entries for a good one: what was written has to end within an entry or its header."""
        if self.part:
            try:
                os.unlink(self.part)
            except OSError:
                pass
        elif self.written:
            for at in range(0, len(self.tail) - 511, 512):
                if is_header(bytes(self.tail[at:at + 512])):
                    try:
                        self.file.write(self.tail[:at + 256])
                    except OSError:
                        pass
                    break


# --- a layer from its ops (docs/compact.md, "Ops")

HIGH = bytes(range(128, 256))


def numbers(column):
    """Base 128, the most significant group first, the high bit set where more follow."""
    value = 0
    for byte in column:
        if byte < 128:
            yield value << 7 | byte
            value = 0
        else:
            value = value << 7 | byte & 127


def count_of(column):
    """Each number ends in a byte below 128."""
    return sum(len(column[at:at + MB].translate(None, HIGH)) for at in range(0, len(column), MB))


def behind(column, at, count):
    """The place behind the next `count` numbers."""
    while count > 0 and at < len(column):
        piece = column[at:at + 4096]
        ends = len(piece.translate(None, HIGH))
        if ends >= count:
            return at + re.match(b'(?:[\x80-\xff]*[\0-\x7f]){%d}' % count, piece).end()
        at, count = at + len(piece), count - ends
    return at


def unfolded(number):
    """Signed ones are folded: 0, -1, 1, -2 ... are 0, 1, 2, 3 ..."""
    return -((number + 1) >> 1) if number & 1 else number >> 1


def too_much(what, found, most):
    if found > most:
        raise Failed(4, '%s%s %d, %d at most' % (TOO_MUCH, what, found, most))


class Old:
    """The old layers, one behind another; no range may cross from one into the next."""

    def __init__(self, wants, found, damaged):
        self.sources, self.damaged, end = [], damaged, 0
        for digest, size in wants:
            self.sources.append((end, end + size, found[digest]))
            end += size
        self.last = self.sources[0]

    def read(self, start, length):
        if start < self.last[0] or start + length > self.last[1]:
            fits = [one for one in self.sources if one[0] <= start and start + length <= one[1]]
            if not fits:
                raise self.damaged
            self.last = fits[0]
        piece = self.last[2].read(start - self.last[0], length)
        if len(piece) < length:
            raise Failed(3, "can't read " + self.last[2].name)
        return piece


def read_segment(ops):
    """The counts of a segment, and its five groups of columns."""
    ops.wait(72)
    header = re.compile(b'(?:[\x80-\xff]{0,7}[\0-\x7f]){9}').match(ops.buffer, ops.start)
    if not header:
        raise unlike(ops.name)
    counts = list(numbers(ops.take(header.end() - header.start())))
    residual, references, steps, matches = counts[:4]
    too_much('residual', residual, RESIDUAL)
    too_much('references', references, REFERENCES)
    too_much('steps', steps, STEPS)
    too_much('matches', matches, residual // 8 + 1)
    most = [2 * references, 3 * steps, matches, matches, matches]
    for length, count in zip(counts[4:], most):
        too_much('column bytes', length, 8 * count)
    groups = [ops.take(length) for length in counts[4:]]
    if any(re.search(b'[\x80-\xff]{8}|[\x80-\xff]\\Z', group) for group in groups):
        raise unlike(ops.name)
    if any(count_of(groups[at]) != most[at] for at in (0, 2, 3, 4)):
        raise unlike(ops.name)
    return counts[:4], groups


def rebuild(item, found, parts, put):
    name = 'layershed/%s/' % item.id
    ops, literals = (Stream(parts[name + what], item.packing) for what in ('ops', 'literals'))
    damaged = unlike(ops.name)
    old = Old(item.wants, found, damaged)
    if ops.take(4) != b'LSC1':
        raise damaged
    reference_end, copy_end, left, literals_left, out = 0, 0, item.size, item.literals, bytearray()
    for _ in range(item.segments):
        (residual_size, references, steps, matches), groups = read_segment(ops)

        # The reference: ranges of the old bytes, ascending.
        middle = behind(groups[0], 0, references)
        total, before, reference = 0, 0, bytearray()
        for start, length in zip(numbers(groups[0][:middle]), numbers(groups[0][middle:])):
            start = reference_end + unfolded(start)
            if start < before:
                raise damaged
            total += length
            too_much('reference', total, REFERENCE)
            reference += old.read(start, length)
            reference_end = before = start + length

        # The residual: literals, and matches with the reference.
        waiting = literals.wait(residual_size)
        ready, base = literals.buffer, literals.start
        residual, used, at, shift = bytearray(), 0, 0, 0
        for literal, length, place in zip(*(numbers(group) for group in groups[2:])):
            at += literal
            place = at + shift + unfolded(place)
            shift = place - at
            at += length
            if at > residual_size or place < 0 or place + length > total or used + literal > waiting:
                raise damaged
            residual += ready[base + used:base + used + literal]
            residual += reference[place:place + length]
            used += literal
        used += residual_size - at
        if used > waiting:
            raise unlike(literals.name)
        residual += literals.take(used)[used - (residual_size - at):]
        literals_left -= used

        # The output: stretches of the residual, and copies of old bytes between them.
        middle = behind(groups[1], 0, steps)
        end = behind(groups[1], middle, steps)
        places, taken, done = numbers(groups[1][end:]), 0, 0
        for share, copy in zip(numbers(groups[1][:middle]), numbers(groups[1][middle:end])):
            left -= share + copy
            if taken + share > residual_size or left < 0:
                raise damaged
            out += residual[taken:taken + share]
            taken, done = taken + share, done + 1
            if copy:
                place = next(places, None)
                if place is None:
                    raise damaged
                start = copy_end + share + unfolded(place)
                copy_end = start + copy
                while copy > MB:
                    put(bytes(out + old.read(start, MB)))
                    out, start, copy = bytearray(), start + MB, copy - MB
                out += old.read(start, copy)
            if len(out) > MB:
                put(bytes(out))
                out = bytearray()
        if taken != residual_size or done != steps or next(places, None) is not None:
            raise damaged
    put(bytes(out))
    if left or literals_left:
        raise damaged
    ops.finish()
    literals.finish()


def fill(item, found, parts, output):
    hashing = hashlib.sha256()

    def put(piece):
        hashing.update(piece)
        output.put(piece)

    if item.kind == 'layer':
        rebuild(item, found, parts, put)
    else:
        for chunk in found[item.id].chunks():
            put(chunk)
    if hashing.hexdigest() != item.id:
        if item.kind == 'layer':
            raise Failed(4, '%slayer sha256:%s does not come right, though its bases are' % (DAMAGED, item.id))
        raise Failed(4, 'a base has changed meanwhile: sha256:' + item.id)
    output.put(bytes(-item.size % 512))


# --- the whole of it

def read_parts(path):
    file = open_file(path)
    if not file.seekable():
        raise Failed(3, path + ' has to be a file on the disk')
    compact = Part(file, 0, os.fstat(file.fileno()).st_size, path, path)
    if not compact.read(0, 512).startswith(b'layershed/compact\0'):
        raise Failed(4, path + ' is no compact archive')
    parts = {}
    for part in walk(compact):
        part.name = part.entry.decode('utf-8', 'replace')
        if part.name in parts:
            raise Failed(4, DAMAGED + 'two entries of one name')
        parts[part.name] = part
    return parts


def read_note(part):
    if part.size > NOTE:
        raise Failed(4, '%sa note of %d bytes' % (TOO_MUCH, part.size))
    return Note(part.read(0, part.size))


def put_from(frame, length, output):
    while length > 0:
        output.put(frame.take(min(length, MB)))
        length -= MB


def restore(check, target, compact, bases):
    parts = read_parts(compact)
    note = read_note(parts['layershed/compact'])
    changes = in_order(note.changes)
    frames = [('layershed/frame.tar' + end, packing) for end, packing in (('', None), ('.zst', 'zstd'), ('.gz', 'gzip'))]
    frames = [(name, packing) for name, packing in frames if name in parts]
    layers = [item for item in note.items if item.kind == 'layer']
    lacking = ['layershed/%s/%s' % (item.id, what) for item in layers for what in ('ops', 'literals')]
    lacking = [name for name in lacking if name not in parts] + ([] if frames else ['layershed/frame.tar'])
    if lacking:
        raise Failed(4, DAMAGED + 'it lacks ' + lacking[0])
    for packing in [frames[0][1]] + [item.packing for item in layers]:
        if packing and not (packing == 'gzip' and zlib):
            need(packing)
    wanted = {}
    for digest, size in (want for item in note.items for want in item.wants):
        if wanted.setdefault(digest, size) != size:
            raise Failed(4, DAMAGED + 'two sizes of sha256:' + digest)
    found = find(wanted, bases)
    output = Output(note.whole, check, target)
    try:
        output.open()
        frame, at = Stream(parts[frames[0][0]], frames[0][1]), 0
        for change in changes:
            put_from(frame, change.at - at, output)
            at = change.at + change.length
            if change.of:
                fill(change.of, found, parts, output)
            else:
                frame.take(change.length)
                output.put(change.bytes)
        while frame.wait(MB):
            put_from(frame, min(MB, len(frame.buffer) - frame.start), output)
        output.finish()
    except BaseException:
        output.break_off()
        raise
    return '%d bytes%s' % (output.size, ', sha256:' + note.whole[0] if note.whole else '')


def main(words):
    check, target, files = False, None, []
    while words:
        word = words.pop(0)
        if word == '--check':
            check = True
        elif word == '-o' and words:
            target = words.pop(0)
        elif word == '--':
            files, words = files + words, []
        elif word.startswith('-') and word != '-':
            files = []
            break
        else:
            files.append(word)
    if not files or not check and target is None and os.isatty(1):
        return 3, USAGE
    try:
        return 0, 'OK: %s\n' % restore(check, target, files[0], files[1:])
    except Failed as failed:
        return failed.state, 'FAILED: %s\n' % failed
    finally:
        for program in PROGRAMS:
            if program.poll() is None:
                program.kill()


for known in ('SIGINT', 'SIGTERM', 'SIGHUP'):
    if hasattr(signal, known):
        signal.signal(getattr(signal, known), interrupted)
state, text = main(sys.argv[1:])
sys.stderr.buffer.write(os.fsencode(text))
sys.stderr.buffer.flush()
sys.exit(state)
