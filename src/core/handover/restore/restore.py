#!/usr/bin/env python3
# Makes a whole archive of a compact one and of those that it was made against. The format: docs/compact.md of Layershed.
# Asks for Python 3.6, and for zstd where something is packed so. Nothing but the standard library.
# Ends with 0: all was right. 2: it was called otherwise than below. 3: this machine lacks something.
# 4: a base, or the compact archive, is not right.
import collections
import contextlib
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
TOOLS = {'gzip': ['gzip', '-dc'], 'zstd': ['zstd', '-dcq'], 'xz': ['xz', '-dc'], 'bzip2': ['bzip2', '-dc'],
  'small': ['zstd', '-dcq', '--memory=8MiB']}
MAGIC = {'gzip': b'\x1f\x8b', 'zstd': b'\x28\xb5\x2f\xfd', 'xz': b'\xfd7zXZ', 'bzip2': b'BZh'}


class Failed(Exception):
  def __init__(self, state, why, lines=''):
    super().__init__(why)
    self.state, self.lines = state, lines


AGAIN = '. Copy it again; where that does not help, make it anew'


def damaged(why):
  return Failed(4, 'the compact archive is damaged: ' + why + AGAIN)


def unlike(name):
  return damaged(name + ' is not what was announced')


def too_much(what, found, most):
  if found > most:
    raise Failed(4, 'the compact archive asks for too much: %s %d, %d at most' % (what, found, most) + AGAIN)


def interrupted(*_):
  raise Failed(3, 'interrupted')


@contextlib.contextmanager
def telling(what):
  """Says of an error of the system what could not be done."""
  try:
    yield
  except OSError as error:
    raise Failed(3, "can't %s: %s" % (what, error.strerror))


# --- files, and programs that unpack

def open_file(path):
  with telling('read ' + path):
    return open(path, 'rb', buffering=0)


class Part:
  """A file, or a stretch of one."""

  def __init__(self, file, at, size, name, path=None, entry=''):
    self.file, self.at, self.size, self.name, self.path, self.entry = file, at, size, name, path, entry

  def read(self, at, length, file=None):
    """Fewer bytes only where the file ends."""
    file, pieces, piece = file or self.file, [], b'?'
    with telling('read ' + self.name):
      file.seek(self.at + at)
      while length and piece:
        piece = file.read(length)
        pieces.append(piece)
        length -= len(piece)
    return b''.join(pieces)

  def pieces(self):
    file = open_file(self.path) if self.path else self.file
    for at in range(0, self.size, MB):
      yield self.read(at, min(MB, self.size - at), file)


class NotUnpacked(Exception):
  pass


def need(tool):
  if not shutil.which(tool):
    raise Failed(3, tool + ' is not on this machine')


def gunzipped(part):
  """In small pieces: some tools pack each file for itself, and behind each the rest of a piece is copied."""
  unpacker = zlib.decompressobj(31)
  try:
    for piece in (large[at:at + 16384] for large in part.pieces() for at in range(0, len(large), 16384)):
      while piece and not (unpacker.eof and not piece.strip(b'\0')):
        if unpacker.eof:
          unpacker = zlib.decompressobj(31)
        yield unpacker.decompress(piece, MB)
        piece = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    while not unpacker.eof:
      rest = unpacker.decompress(b'', MB)
      if not rest:
        raise NotUnpacked()
      yield rest
  except zlib.error:
    raise NotUnpacked()


PROGRAMS = []


def unpacked(packing, *parts):
  if packing == 'gzip' and zlib:
    for part in parts:
      yield from gunzipped(part)
    return
  need(TOOLS[packing][0])
  pipe = subprocess.PIPE
  with telling('start ' + TOOLS[packing][0]):
    program = subprocess.Popen(TOOLS[packing], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
  PROGRAMS.append(program)

  def feed():
    try:
      for piece in (piece for part in parts for piece in part.pieces()):
        program.stdin.write(piece)
      program.stdin.close()
    except (OSError, Failed):
      pass

  feeding = threading.Thread(target=feed, daemon=True)
  feeding.start()
  for piece in iter(lambda: program.stdout.read(MB), b''):
    yield piece
  state = program.wait()
  feeding.join() # it reads by the place of a file that others read by, too
  program.stdout.close() # of a thousand layers each has two
  PROGRAMS.remove(program)
  if state != 0:
    raise NotUnpacked()


class Stream:
  """Parts of the compact archive, unpacked where they are packed, taken in the portions that are asked for."""

  def __init__(self, packing, *parts):
    self.name, self.pieces = parts[0].name, unpacked(packing, *parts) if packing else parts[0].pieces()
    self.buffer, self.start = b'', 0

  def wait(self, length):
    """Has so many bytes waiting, fewer only where it ends."""
    there = len(self.buffer) - self.start
    if there >= length:
      return there
    pieces = [self.buffer[self.start:]]
    try:
      while there < length:
        pieces.append(next(self.pieces))
        there += len(pieces[-1])
    except StopIteration:
      pass
    except NotUnpacked:
      raise unlike(self.name)
    self.buffer, self.start = b''.join(pieces), 0
    return there

  def take(self, length):
    if self.wait(length) < length:
      raise unlike(self.name)
    self.start += length
    return self.buffer[self.start - length:self.start]

  def finish(self):
    if self.wait(1):
      raise unlike(self.name)


TEMPORARY = 'write a temporary file (TMPDIR may name another folder for it)'


def temporary():
  """A file without a name: it is gone when this program is."""
  with telling(TEMPORARY):
    return tempfile.TemporaryFile()


def spool(pieces, name, file, at=0, most=float('inf'), hashing=None):
  size = 0
  with telling(TEMPORARY):
    file.seek(at)
    for piece in pieces:
      size += len(piece)
      if size <= most:
        file.write(piece)
        if hashing:
          hashing.update(piece)
    file.flush()
  return Part(file, at, size, name)


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


def reach(tar, end):
  if end > tar.size:
    raise Failed(4, '%s is cut off at byte %d: an entry goes on to byte %d. Copy it again' % (tar.name, tar.size, end))


def walk(tar):
  """Each file of a tar, as a part of it: POSIX and GNU headers, PAX and GNU names, sizes of any notation."""
  at, following = 0, {}
  while True:
    block = tar.read(at, 512)
    if not block or at and block == bytes(512):
      return
    reach(tar, at + 512 if at else 0)
    bad = Failed(4, '%s is damaged: no tar entry begins at byte %d. Copy it again' % (tar.name, at))
    if not at:
      begin = ' '.join('%02x' % byte for byte in block[:8])
      bad = Failed(4, '%s is no tar archive: it begins with %s. Give what docker save wrote' % (tar.name, begin))
    if len(block) < 512 or not is_header(block) or number_in(block[124:136]) is None:
      raise bad
    size, kind, name, prefix = number_in(block[124:136]), block[156:157], text_in(block[:100]), text_in(block[345:500])
    if block[257:263] == b'ustar\0' and prefix:
      name = prefix + b'/' + name
    if kind == b'S' or b'GNU.sparse' in following:
      raise Failed(4, '%s holds a sparse file at byte %d. Pack it anew without tar -S' % (tar.name, at))
    if kind not in b'xgLK':
      name, size = following.get(b'path', name), 0 if kind in b'123456' else int(following.get(b'size', size))
      following = {}
    if size >= 2 ** 53 or kind in b'xL' and size > MB:
      raise bad
    reach(tar, at + 512 + size)
    said = tar.read(at + 512, size) if kind in b'xL' else b''
    if kind == b'L':
      following[b'path'] = text_in(said)
    elif kind in b'0\0 7':
      yield Part(tar.file, tar.at + at + 512, size, tar.name, tar.path, name)
    while kind == b'x' and said:
      digits = re.match(b'[0-9]{1,7}(?= )', said)
      length = int(digits.group()) if digits else 0
      if not 0 < length <= len(said):
        raise bad
      known = re.fullmatch(b'[0-9]+ (path(?==)|size(?==)|GNU\\.sparse(?=\\.)).(.+)\n', said[:length], re.S)
      following.update([known.groups()] if known else [])
      said = said[length:]
    if not re.fullmatch(b'[0-9]{1,16}', following.get(b'size', b'0')):
      raise bad
    at += 512 + size + -size % 512


# --- the note

class Item:
  """A layer, or a blob, that goes into the frame; `wants` are (hash, size) of what it is made from."""

  def __init__(self, kind, id, size, packing=None, literals=0, segments=0):
    self.kind, self.id, self.size, self.packing = kind, id, size, 'small' if packing == 'zstd' else packing
    self.literals, self.segments, self.was, self.together, self.made = literals, segments, False, [], None
    self.wants = [] if kind == 'layer' else [(id, size)]


# `length` bytes of the frame that become others, or, of an item, a place where its bytes go in.
Change = collections.namedtuple('Change', 'at length bytes of')

HEX, N = '([0-9a-f]{64})', '([0-9]{1,16})'
ONE = HEX + ' ' + N
LINES = {'made': '[^ ]+', 'frame': 'own|universal', 'archive': ONE + ' .*[^ ].*', 'held': ONE, 'blob': ONE, 'source': ONE,
  'layer': '%s (zstd|gzip) %s %s' % (ONE, N, N), 'was': '%s [^ ]+ %s' % (HEX, N),
  'edit': N + ' ' + N + ' (-|(?:[0-9a-f]{2})+)', 'fill': N}


class Note:
  def __init__(self, text):
    self.items, self.changes, self.once, self.above = [], [], {}, None
    self.known, text = set(), text.decode('latin-1')
    for number, line in enumerate((text[:-1] if text.endswith('\n') else text).split('\n'), 1):
      if not (line == 'layershed-compact 1' if number == 1 else self.read(number, *line.partition(' ')[::2])):
        raise damaged('layershed/compact, line %d' % number)
    if not {'made', 'frame'} <= set(self.once) or not all(item.wants for item in self.items):
      raise damaged('layershed/compact, line 2')

  def read(self, number, word, rest):
    fits = re.fullmatch(LINES.get(word, '(?!)'), rest)
    texts, above = fits.groups() if fits else [], self.above
    values = [int(text) if re.fullmatch(N, text) else text for text in (texts[:2] if word == 'edit' else texts)]
    if not fits or any(isinstance(value, int) and value >= 2 ** 53 for value in values):
      return False
    if word in ('held', 'blob', 'layer', 'source'):
      one = (word, len(self.items) if word == 'source' else 0, values[0])
      if one in self.known: # each once
        return False
      self.known.add(one)
    if word in ('made', 'frame', 'archive'):
      if word in self.once:
        return False
      self.once[word], self.above = values, None
    elif word in ('held', 'blob', 'layer'):
      self.above = Item(word, *values)
      self.items.append(self.above)
    elif not above or word == 'source' and above.kind != 'layer':
      return False
    elif word == 'source':
      above.wants.append(tuple(values))
    elif word == 'was':
      if above.was or above.kind == 'blob':
        return False
      above.was = True
    elif word == 'edit':
      new = bytes.fromhex(texts[2].strip('-'))
      for length in (values[1], len(new)):
        too_much('line %d: an edit of' % number, length, 65536)
      self.changes.append(Change(values[0], values[1], new, None))
    else:
      self.changes.append(Change(values[0], 0, b'', above))
    too_much('edits and fills:', len(self.changes), 100000)
    return True


def in_order(changes):
  """In the order of the frame. At one place a fill comes first: an edit there belongs to the header behind it."""
  changes = sorted(changes, key=lambda change: (change.at, change.of is None))
  end, fill = 0, -1
  for change in changes:
    if change.at < end or change.of and change.at == fill:
      raise damaged('edits and fills overlap')
    end = change.at + change.length
    fill = change.at if change.of else fill
  return changes


# --- bases

def packing_of(part):
  begin = part.read(0, min(part.size, 6))
  return next((packing for packing, magic in MAGIC.items() if begin.startswith(magic)), None)


def open_base(path):
  file = open(0, 'rb', buffering=0, closefd=False) if path == '-' else open_file(path)
  if os.path.isfile(file.fileno()):
    base = Part(file, 0, os.fstat(file.fileno()).st_size, path, None if path == '-' else path)
  else:
    base = spool(iter(lambda: file.read(MB), b''), path, temporary())
  packing = packing_of(base)
  try:
    return spool(unpacked(packing, base), path, temporary()) if packing else base
  except NotUnpacked:
    raise Failed(4, "%s is damaged: %s can't unpack it. Copy it again" % (path, packing))


def find(wanted, paths):
  """All that is wanted, by nothing but its hash: looked for by name and size, by size, and inside of what is packed.
  Beside that, what is damaged of it."""
  found, other, entries, harmed = {}, {}, [], []
  missing = collections.Counter(wanted.values()) # how many of a size
  sizes = sorted(missing)

  def keep(part, digest):
    if digest not in found and wanted.get(digest) == part.size:
      found[digest] = part
      missing[part.size] -= 1
      return part.size
    return 0

  def attempt(entry):
    if not entry.tried and missing[entry.size]:
      hashing = hashlib.sha256()
      for piece in entry.pieces():
        hashing.update(piece)
      made = hashing.hexdigest()
      keep(entry, made)
      entry.tried = True
      for digest in entry.named:
        if digest != made and wanted[digest] == entry.size:
          facts = (entry.name, entry.at, digest, made)
          harmed.append('%s is damaged: its entry at byte %d should be sha256:%s, and is sha256:%s' % facts)

  for path in paths:
    for entry in walk(open_base(path)):
      if entry.entry == b'layershed/compact':
        raise Failed(4, path + ' is a compact archive: restore that one first')
      entry.named = [digest for digest in re.findall(HEX, entry.entry.decode('latin-1')) if digest in wanted]
      entry.packing, entry.tried = packing_of(entry), False
      for digest in entry.named:
        other.setdefault(digest, path)
      if entry.packing or entry.size in missing:
        entries.append(entry)
  for entry in entries:
    if any(digest not in found and wanted[digest] == entry.size for digest in entry.named):
      attempt(entry)
  for entry in entries:
    attempt(entry)
  room, end = temporary(), 0 # of all that are packed: of a thousand files each would stay open
  for entry in entries:
    while sizes and not missing[sizes[-1]]:
      sizes.pop()
    if entry.packing and sizes:
      hashing = hashlib.sha256()
      try:
        plain = spool(unpacked(entry.packing, entry), entry.name, room, end, sizes[-1], hashing)
      except NotUnpacked:
        harmed.append("%s is damaged: %s can't unpack its entry at byte %d" % (entry.name, entry.packing, entry.at))
        continue
      end += keep(plain, hashing.hexdigest())
  named = {digest: ' (%s names it, but its bytes are others)' % path for digest, path in other.items()}
  lines = ['sha256:%s, %d bytes%s' % (digest, wanted[digest], named.get(digest, '')) for digest in sorted(wanted) if digest not in found]
  if not lines:
    return found, harmed
  todo = harmed[0] + '. Copy it again' if harmed else 'Give those that it was made against, as docker save wrote them'
  more = ', nor %d more' % (len(lines) - 1) if len(lines) > 1 else ''
  why = 'base missing: none of the archives given holds %s%s. %s' % (lines[0], more, todo)
  raise Failed(4, why, ''.join('  %s\n' % line for line in lines) if more else '')


# --- what comes out

class Output:
  def __init__(self, whole, check, target):
    self.whole, self.check, self.target, self.hashing = whole, check, target, hashlib.sha256()
    self.size, self.written, self.tail, self.file = 0, 0, bytearray(), None
    self.part = None if check or target is None else target + '.part'

  def open(self):
    if not self.check:
      with telling('write %s' % self.target):
        self.file = open(self.part or 1, 'wb', buffering=0, closefd=bool(self.part))

  def put(self, piece):
    self.size += len(piece)
    if self.whole:
      if self.size > self.whole[1]:
        raise unlike('layershed/frame.tar')
      self.hashing.update(piece)
    if self.part:
      self.write(piece)
    elif not self.check:
      self.tail += piece
      if len(self.tail) > 2 * MB:
        self.release((len(self.tail) - MB) // 512 * 512)

  def release(self, length):
    """To the standard output, all but the end, which is held back until all is known to be right."""
    piece = bytes(self.tail[:length])
    del self.tail[:length]
    self.written += length
    self.write(piece)

  def write(self, piece):
    view = memoryview(piece)
    with telling('write ' + (self.target or 'the standard output')):
      while len(view):
        view = view[self.file.write(view):]

  def finish(self):
    if self.whole:
      expected, found = ('%d bytes, sha256:%s' % one for one in ((self.whole[1], self.whole[0]), (self.size, self.hashing.hexdigest())))
      if found != expected:
        raise damaged('it was made from %s, and came to %s' % (expected, found))
    if self.part:
      with telling('write ' + self.target):
        self.file.close()
        os.replace(self.part, self.target)
    elif self.file:
      self.release(len(self.tail))

  def break_off(self):
    """A tar reader takes an end between two entries for a good one: what went out has to end within an entry or its header."""
    try:
      if self.part:
        os.unlink(self.part)
      headers = (at for at in range(0, len(self.tail) - 511, 512) if is_header(bytes(self.tail[at:at + 512])))
      at = next(headers, None) if self.written else None
      if at is not None:
        self.file.write(self.tail[:at + 256])
    except OSError:
      pass


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


def split(column, count):
  """The next `count` numbers, and what is behind them: each ends in a byte below 128."""
  at = 0
  while count > 0 and at < len(column):
    piece = column[at:at + 4096]
    ends = len(piece.translate(None, HIGH))
    if ends >= count:
      piece = re.match(b'(?:[\x80-\xff]*[\0-\x7f]){%d}' % count, piece).group()
    at, count = at + len(piece), count - ends
  return column[:at], column[at:]


def unfolded(number):
  """Signed ones are folded: 0, -1, 1, -2 ... are 0, 1, 2, 3 ..."""
  return -((number + 1) >> 1) if number & 1 else number >> 1


class Old:
  """The old layers, one behind another; no range may cross from one into the next."""

  def __init__(self, wants, found, error):
    self.sources, self.error, end = [], error, 0
    for digest, size in wants:
      self.sources.append((end, end + size, found[digest]))
      end += size

  def read(self, from_, length):
    for start, end, part in self.sources:
      if start <= from_ and from_ + length <= end:
        return part.read(from_ - start, length)
    raise self.error


def read_segment(ops):
  """The counts of a segment, and its five groups of columns."""
  ops.wait(72)
  header = re.compile(b'(?:[\x80-\xff]{0,7}[\0-\x7f]){9}').match(ops.buffer, ops.start)
  if not header:
    raise unlike(ops.name)
  counts = list(numbers(ops.take(header.end() - header.start())))
  residual, references, steps, matches = counts[:4]
  too_much('residual', residual, 4 * MB)
  too_much('references', references, 65536)
  too_much('steps', steps, 2 ** 20)
  too_much('matches', matches, residual // 8 + 1)
  groups = []
  for length, most in zip(counts[4:], (2 * references, 3 * steps, matches, matches, matches)):
    too_much('column bytes', length, 8 * most)
    groups.append(ops.take(length))
    ends = len(groups[-1].translate(None, HIGH))
    if re.search(b'[\x80-\xff]{8}|[\x80-\xff]\\Z', groups[-1]) or ends != most and len(groups) != 2:
      raise unlike(ops.name)
  return residual, references, steps, groups


def flushed(out, put):
  if len(out) <= MB:
    return out
  put(bytes(out))
  return bytearray()


def rebuild(item, found, ops, literals, put):
  error = unlike(ops.name)
  old = Old(item.wants, found, error)
  if ops.take(4) != b'LSC1':
    raise error
  reference_end, copy_end, left, literals_left, out = 0, 0, item.size, item.literals, bytearray()
  for _ in range(item.segments):
    residual_size, references, steps, groups = read_segment(ops)

    # The reference: ranges of the old bytes, ascending.
    total, before, reference = 0, 0, bytearray()
    for start, length in zip(*map(numbers, split(groups[0], references))):
      start = reference_end + unfolded(start)
      if start < before:
        raise error
      total += length
      too_much('reference', total, 8 * MB)
      reference += old.read(start, length)
      reference_end = before = start + length

    # The residual: literals, and matches with the reference.
    literals.wait(residual_size)
    residual, used, at, shift = bytearray(), 0, 0, 0
    for literal, length, place in zip(*map(numbers, groups[2:])):
      at += literal
      place = at + shift + unfolded(place)
      shift = place - at
      at += length
      if at > residual_size or place < 0 or place + length > total or used + literal > literals_left:
        raise error
      residual += literals.take(literal)
      residual += reference[place:place + length]
      used += literal
    literals_left -= used + residual_size - at
    if literals_left < 0:
      raise error
    residual += literals.take(residual_size - at)

    # The output: stretches of the residual, and copies of old bytes between them.
    shares, rest = split(groups[1], steps)
    copies, places = split(rest, steps)
    places, taken, done = numbers(places), 0, 0
    for share, length in zip(numbers(shares), numbers(copies)):
      left -= share + length
      if taken + share > residual_size or left < 0 or share + length == 0:
        raise error
      out += residual[taken:taken + share]
      taken, done = taken + share, done + 1
      place = next(places, None) if length else 2 * share
      if place is None:
        raise error
      start = copy_end + share + (unfolded(place) if length else -share)
      copy_end = start + length
      for at in range(start, copy_end, MB):
        out = flushed(out, put)
        out += old.read(at, min(MB, copy_end - at))
      out = flushed(out, put)
    if not steps or taken != residual_size or done != steps or next(places, None) is not None:
      raise error
  put(bytes(out))
  if left or literals_left:
    raise error


def make(items, found, parts, put):
  """Layers from one pair of programs that unpack."""
  ops, literals = (Stream(items[0].packing, *(parts['layershed/%s/%s' % (item.id, what)] for item in items)) for what in ('ops', 'literals'))
  for item in items:
    rebuild(item, found, ops, literals, lambda piece: put(item, piece))
  ops.finish()
  literals.finish()


def try_together(items, found, parts):
  """Starting programs takes longest of what is small. Small layers are made many at once; where one is not right, each by itself."""
  made = collections.defaultdict(bytes)

  def put(item, piece):
    made[item] += piece

  try:
    make(items, found, parts, put)
  except Failed as failed:
    if failed.state != 4:
      raise
    made = {}
  for item, piece in made.items():
    item.made = piece


def fill(item, found, parts, output):
  hashing = hashlib.sha256()

  def put(piece):
    hashing.update(piece)
    output.put(piece)

  if item.together:
    try_together(item.together, found, parts)
  item.together, made, item.made = [], item.made, None
  if made is not None:
    put(made)
  elif item.kind == 'layer':
    make([item], found, parts, lambda _, piece: put(piece))
  else:
    for piece in found[item.id].pieces():
      put(piece)
  made = hashing.hexdigest()
  if made != item.id:
    if item.kind == 'layer':
      raise damaged('layer sha256:%s came to sha256:%s, though its bases are right' % (item.id, made))
    raise Failed(4, 'a base has changed meanwhile: sha256:%s is sha256:%s now' % (item.id, made))
  output.put(bytes(-item.size % 512))


# --- the whole of it

def read_parts(path):
  file, parts = open_file(path), {}
  if not os.path.isfile(file.fileno()):
    raise Failed(3, path + ' has to be a file on the disk')
  compact = Part(file, 0, os.fstat(file.fileno()).st_size, path, path)
  if compact.read(0, 18) != b'layershed/compact\0':
    packing = packing_of(compact)
    todo = ': unpack it first, with ' + packing if packing else ', which has to be named first'
    raise Failed(4, path + ' is no compact archive' + todo)
  for part in walk(compact):
    name = part.entry.decode('latin-1')
    if name in parts:
      raise damaged('two entries of one name')
    part.name = '%s (at byte %d)' % (name, part.at)
    parts[name] = part
  return parts


def put_from(frame, length, output):
  for at in range(0, length, MB):
    output.put(frame.take(min(length - at, MB)))


def gather(items):
  """Small layers that are made together: the first knows them."""
  together, room, known = [], 0, set()
  for item in items:
    if item.kind == 'layer' and item.size <= MB and item not in known:
      known.add(item)
      if not together or item.packing != together[0].packing or room < item.size:
        together, room = [], 2 * MB
        item.together = together
      together.append(item)
      room -= item.size


def restore(check, target, compact, bases):
  parts = read_parts(compact)
  part = parts['layershed/compact']
  too_much('bytes of its note:', part.size, 4 * MB)
  note = Note(part.read(0, part.size))
  changes, whole = in_order(note.changes), note.once.get('archive')
  layers = [item for item in note.items if item.kind == 'layer']
  frames = ('layershed/frame.tar', None), ('layershed/frame.tar.zst', 'small'), ('layershed/frame.tar.gz', 'gzip')
  name, framing = next((one for one in frames if one[0] in parts), frames[0])
  for known in [name] + ['layershed/%s/%s' % (item.id, what) for item in layers for what in ('ops', 'literals')]:
    if known not in parts:
      raise damaged('it lacks %s, and ends at byte %d' % (known, os.path.getsize(compact)))
  for packing in [framing] + [item.packing for item in layers]:
    if packing and not (packing == 'gzip' and zlib):
      need(TOOLS[packing][0])
  wanted = {}
  for digest, size in (want for item in note.items for want in item.wants):
    if wanted.setdefault(digest, size) != size:
      raise damaged('two sizes of sha256:' + digest)
  output = Output(whole, check, target)
  try:
    output.open() # before bases are read: that may take minutes
    found, harmed = find(wanted, bases)
    frame, at = Stream(framing, parts[name]), 0
    gather([change.of for change in changes if change.of])
    for change in changes:
      put_from(frame, change.at - at, output)
      at = change.at + change.length
      if change.of:
        fill(change.of, found, parts, output)
      else:
        frame.take(change.length)
        output.put(change.bytes)
    while frame.wait(1):
      put_from(frame, len(frame.buffer) - frame.start, output)
    output.finish()
  except BaseException:
    output.break_off()
    raise
  served = 'WARNING: %s. Another archive has that layer, and served. Fetch that base anew (docker save)\n'
  warnings = ''.join(served % one for one in harmed)
  return '%sOK: %d bytes%s\n' % (warnings, output.size, ', sha256:' + whole[0] if whole else '')


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
    return 2, USAGE
  try:
    if target is not None and os.path.exists(target) and not os.path.isfile(target): # a device would be replaced by one
      raise Failed(3, "can't write %s: it is no file" % target)
    if target is not None and os.path.lexists(target + '.part'): # whose it is nobody knows; it may be a base
      raise Failed(3, "can't write %s.part: it is there already" % target)
    return 0, restore(check, target, files[0], files[1:])
  except Failed as failed:
    return failed.state, '%sFAILED: %s\n' % (failed.lines, failed)
  finally:
    for program in PROGRAMS:
      if program.poll() is None:
        program.kill()


for known in ('SIGINT', 'SIGTERM', 'SIGHUP'):
  if hasattr(signal, known):
    signal.signal(getattr(signal, known), interrupted)
state, text = main(sys.argv[1:])
with contextlib.suppress(OSError): # who closed it does not want to know
  os.write(2, os.fsencode(text))
os._exit(state) # whoever still feeds a program would be waited for, or complain
