#!/usr/bin/perl
# Makes an archive whole again: from a compact one, and from the archives that it was made against.
# Asks for perl 5.10 and sha256sum (or shasum), and for gzip or zstd where something is packed so. No modules.
# Ends with 0 where all was right, 3 where this machine lacks something, 4 where a base or the compact archive is not right.
# What a compact archive holds: docs/compact.md of Layershed. restore.py does the same, word for word.
use 5.010;
use strict;
use warnings;
no warnings 'portable'; # numbers above 2^32

my $USAGE = <<'END';
perl restore.pl COMPACT BASE... > FILE       or: ... | docker load
perl restore.pl -o FILE COMPACT BASE...      FILE is there only when all of it was right
perl restore.pl --check COMPACT BASE...      everything but the writing
A BASE is what "docker save" wrote, or an OCI archive; also packed by gzip, zstd, xz or bzip2; - is the standard input.
END

my $MB = 1024 * 1024;
my $HEX = qr/[0-9a-f]{64}/;
# What a reader grants: more is refused before memory is taken.
my %LIMIT = (note => 4 * $MB, edit => 65_536, fills => 100_000, header => $MB,
  residual => 4 * $MB, reference => 8 * $MB, references => 65_536, steps => 2**20);
my %TOOL = (gzip => ['gzip', '-dc'], zstd => ['zstd', '-dcq'], xz => ['xz', '-dc'], bzip2 => ['bzip2', '-dc']);
# No more memory than the format grants.
my %STRICT = (gzip => $TOOL{gzip}, zstd => ['zstd', '-dcq', '--memory=8MiB']);

my ($main, $part, $check, $target) = ($$);
my $output;     # where the whole archive goes
my $tail = '';  # of what goes to the standard output: held back until all is known to be right
my $written = 0;
my @pipes;      # into programs that end when these are closed

sub fail {
  my ($state, $why) = @_;
  break_off() if $output && !defined $part;
  close $_ for splice @pipes; # first: to close what a program answers is to wait for its end
  print STDERR "FAILED: $why\n";
  exit $state;
}

END { unlink $part if defined $part && $$ == $main }
$SIG{__DIE__} = sub { fail(4, "the compact archive is damaged: $_[0]") };
$SIG{$_} = sub { fail(3, 'interrupted') } for qw(INT TERM HUP);
$SIG{PIPE} = 'IGNORE';

# --- files, and programs that unpack and hash

sub open_file {
  my $path = shift;
  fail(3, "can't read $path: Is a directory") if -d $path;
  open(my $file, '<:raw', $path) or fail(3, "can't read $path: $!");
  return $file;
}

# Bytes of a file or a part of one (a hash of name, path, file, at, size), fewer where it ends.
sub bytes_at {
  my ($part, $at, $length) = @_;
  sysseek($part->{file}, $part->{at} + $at, 0) or fail(3, "can't read $part->{name}: $!");
  my $bytes = '';
  while (length $bytes < $length) {
    my $read = sysread($part->{file}, $bytes, $length - length $bytes, length $bytes);
    fail(3, "can't read $part->{name}: $!") unless defined $read;
    last unless $read;
  }
  return $bytes;
}

sub write_all {
  my ($file, $bytes, $name) = @_;
  for (my $at = 0; $at < length $bytes;) {
    my $wrote = syswrite($file, $bytes, length($bytes) - $at, $at);
    fail(3, "can't write $name: $!") unless defined $wrote;
    $at += $wrote;
  }
}

sub need {
  my $tool = shift;
  return if grep { -x "$_/$tool" } split /:/, $ENV{PATH} // '';
  fail(3, "$tool is not on this machine");
}

# What a program makes of a part of a file. Errors of its own are not shown: how it ends says enough.
sub unpacking {
  my ($part, @command) = @_;
  need($command[0]);
  my $child = open(my $from, '-|') // fail(3, "can't start $command[0]: $!");
  return { from => $from, left => 9**15, buffer => '', name => $part->{name} } if $child;
  undef $output;
  $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP PIPE);
  close $_ for @pipes;
  my $feeder = open(STDIN, '-|') // exit 3;
  if (!$feeder) {
    my %own = (%$part, defined $part->{path} ? (file => open_file($part->{path})) : ());
    for (my $at = 0; $at < $part->{size}; $at += $MB) {
      my $rest = $part->{size} - $at;
      write_all(*STDOUT, bytes_at(\%own, $at, $rest < $MB ? $rest : $MB), '');
    }
    exit 0;
  }
  open(STDERR, '>', '/dev/null');
  exec @command or exit 127;
}

# A part of the compact archive as a stream, unpacked where it is packed.
sub stream {
  my ($part, $packing) = @_;
  return unpacking($part, @{ $STRICT{$packing} }) if $packing;
  my $file = open_file($part->{path});
  sysseek($file, $part->{at}, 0) or fail(3, "can't read $part->{name}: $!");
  return { from => $file, left => $part->{size}, buffer => '', name => $part->{name} };
}

# Has so many bytes waiting in a stream's buffer, fewer only where it ends.
sub await {
  my ($stream, $length) = @_;
  while (length $stream->{buffer} < $length && $stream->{left}) {
    my $most = $stream->{left} < $MB ? $stream->{left} : $MB;
    my $read = sysread($stream->{from}, $stream->{buffer}, $most, length $stream->{buffer});
    fail(3, "can't read $stream->{name}: $!") unless defined $read;
    $stream->{left} = $read ? $stream->{left} - $read : 0;
  }
  return length $stream->{buffer};
}

sub take {
  my ($stream, $length) = @_;
  damaged($stream) if await($stream, $length) < $length;
  return substr($stream->{buffer}, 0, $length, '');
}

# The stream has to end here, and the program behind it well.
sub finish {
  my $stream = shift;
  damaged($stream) if await($stream, 1) || !close $stream->{from};
}

sub damaged { fail(4, "the compact archive is damaged: $_[0]{name} is not what was announced") }

my @SHA = grep { my $tool = $_->[0]; grep { -x "$_/$tool" } split /:/, $ENV{PATH} // '' }
  (['sha256sum'], ['shasum', '-a', '256']);

sub hashing {
  pipe(my $from, my $to) or fail(3, "can't make a pipe: $!");
  my $child = open(my $answer, '-|') // fail(3, "can't start $SHA[0][0]: $!");
  if (!$child) {
    $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP PIPE);
    close $_ for @pipes, $to;
    open(STDIN, '<&', $from) or exit 3;
    exec @{ $SHA[0] } or exit 127;
  }
  push @pipes, $to;
  return { to => $to, answer => $answer };
}

sub hash_of {
  my $hashing = shift;
  @pipes = grep { $_ != $hashing->{to} } @pipes;
  close $hashing->{to};
  my $line = readline($hashing->{answer}) // '';
  close $hashing->{answer};
  return $line =~ /($HEX)/ ? $1 : fail(3, "$SHA[0][0] does not answer");
}

sub hash_of_part {
  my $part = shift;
  my $hashing = hashing();
  for (my $at = 0; $at < $part->{size}; $at += $MB) {
    my $rest = $part->{size} - $at;
    write_all($hashing->{to}, bytes_at($part, $at, $rest < $MB ? $rest : $MB), $SHA[0][0]);
  }
  return hash_of($hashing);
}

# --- tar

# Octal, or base 256 where the top bit is set.
sub number_in {
  my $field = shift;
  return $field =~ /^[\0 ]*([0-7]*)(?:[\0 ].*)?\z/s ? oct("0$1") : undef unless ord($field) & 0x80;
  my $value = ord($field) & 0x7f;
  $value = $value * 256 + $_ for unpack('x C*', $field);
  return $value;
}

sub is_header {
  my $block = shift;
  my $sum = number_in(substr($block, 148, 8)) // return 0;
  substr($block, 148, 8) = ' ' x 8;
  return $sum == unpack('%32C*', $block) || $sum == unpack('%32c*', $block);
}

# Hands each file of a tar to $visit, as a part of it: POSIX and GNU headers, PAX and GNU names, sizes of any notation.
sub walk {
  my ($tar, $visit) = @_;
  my ($at, %next) = (0);
  my $bad = sub { fail(4, "$tar->{name} is no tar archive, or damaged, at byte $at") };
  while ((my $block = bytes_at($tar, $at, 512)) ne '') {
    return if length $block == 512 && $block !~ tr/\0//c && $at;
    $bad->() unless length $block == 512 && is_header($block);
    my $size = number_in(substr($block, 124, 12)) // $bad->();
    my ($type, $name) = (substr($block, 156, 1), unpack('Z100', $block));
    my $prefix = substr($block, 257, 6) eq "ustar\0" ? unpack('x345 Z155', $block) : '';
    $name = "$prefix/$name" if $prefix ne '';
    if ($type !~ /[xgLK]/) {
      ($name, $size) = ($next{path} // $name, $next{size} // $size);
      %next = ();
      $size = 0 if $type =~ /[1-6]/;
    }
    $bad->() unless $size < 2**53;
    fail(4, "$tar->{name} is cut off at byte $tar->{size}") if $at + 512 + $size > $tar->{size};
    if ($type =~ /[xL]/) {
      $bad->() if $size > $LIMIT{header};
      my $said = bytes_at($tar, $at + 512, $size);
      $next{path} = unpack('Z*', $said) if $type eq 'L';
      while ($type eq 'x' && $said ne '') {
        my ($record) = $said =~ /^([0-9]{1,7}) / or $bad->();
        $bad->() if $record > length $said;
        $next{$1} = $2 if substr($said, 0, $record, '') =~ /^[0-9]+ (path|size)=(.+)\n\z/s;
      }
      $bad->() if ($next{size} // 0) !~ /^[0-9]{1,16}\z/;
    } elsif ($type =~ /[0\0 7]/) {
      $visit->({ %$tar, at => $tar->{at} + $at + 512, size => $size, entry => $name });
    }
    $at += 512 + $size + -$size % 512;
  }
}

# --- the note

sub read_note {
  my $text = shift;
  my ($line, $above, %note) = (0, undef, items => [], changes => []);
  my $wrong = sub { fail(4, "the compact archive is damaged: layershed/compact, line $line") };
  my $number = sub { $_[0] <= 2**53 - 1 ? $_[0] + 0 : $wrong->() };
  $text =~ s/\n\z//;
  for (split /\n/, $text, -1) {
    $line++;
    if ($line == 1) { $_ eq 'layershed-compact 1' or $wrong->() }
    elsif (/^(made|frame) ([^ ]+)\z/) { $wrong->() if $note{$1}++ || $1 eq 'frame' && $2 !~ /^(own|universal)\z/ }
    elsif (/^archive ($HEX) ([0-9]{1,16}) .*[^ ].*\z/) {
      $wrong->() if $note{archive};
      $note{archive} = { hash => $1, size => $number->($2) };
    }
    elsif (/^(held|blob) ($HEX) ([0-9]{1,16})\z/) {
      push @{ $note{items} }, $above = { kind => $1, id => $2, size => $number->($3), wants => [] };
      push @{ $above->{wants} }, $above;
    }
    elsif (/^layer ($HEX) ([0-9]{1,16}) (zstd|gzip) ([0-9]{1,16}) ([0-9]{1,16})\z/) {
      push @{ $note{items} }, $above = { kind => 'layer', id => $1, size => $number->($2), packing => $3, wants => [],
        literals => $number->($4), segments => $number->($5) };
    }
    elsif (!$above) { $wrong->() }
    elsif (/^source ($HEX) ([0-9]{1,16})\z/ && $above->{kind} eq 'layer') {
      push @{ $above->{wants} }, { id => $1, size => $number->($2) };
    }
    elsif (/^was $HEX [^ ]+ ([0-9]{1,16})\z/ && $above->{kind} ne 'blob') { $wrong->() if $above->{was}++ || !defined $number->($1) }
    elsif (/^edit ([0-9]{1,16}) ([0-9]{1,16}) (-|(?:[0-9a-f]{2})+)\z/) {
      my $bytes = pack('H*', $3 eq '-' ? '' : $3);
      fail(4, "the compact archive asks for too much: an edit in line $line") if $2 > $LIMIT{edit} || length $bytes > $LIMIT{edit};
      push @{ $note{changes} }, { at => $number->($1), length => $2 + 0, bytes => $bytes };
    }
    elsif (/^fill ([0-9]{1,16})\z/) {
      push @{ $note{changes} }, { at => $number->($1), length => 0, of => $above };
      fail(4, "the compact archive asks for too much: $LIMIT{fills} fills at most") if ++$note{fills} > $LIMIT{fills};
    }
    else { $wrong->() }
  }
  $line = 2;
  $wrong->() if !$note{made} || !$note{frame} || grep { !@{ $_->{wants} } } @{ $note{items} };
  return \%note;
}

# In the order of the frame. At one place a fill comes first: an edit there belongs to the header behind it.
sub in_order {
  my @changes = @_;
  my @order = sort { $changes[$a]{at} <=> $changes[$b]{at} || !$changes[$a]{of} <=> !$changes[$b]{of} || $a <=> $b } 0 .. $#changes;
  my ($end, $fill) = (0, -1);
  for (@changes[@order]) {
    fail(4, 'the compact archive is damaged: edits and fills overlap')
      if $_->{at} < $end || $_->{of} && $_->{at} == $fill;
    $end = $_->{at} + $_->{length};
    $fill = $_->{at} if $_->{of};
  }
  return @changes[@order];
}

# --- bases

my %MAGIC = (gzip => "\x1f\x8b", zstd => "\x28\xb5\x2f\xfd", xz => "\xfd7zXZ", bzip2 => 'BZh');

sub packing_of {
  my $bytes = shift;
  for (keys %MAGIC) { return $_ if substr($bytes, 0, length $MAGIC{$_}) eq $MAGIC{$_} }
  return undef;
}

# A temporary file without a name: it is gone when this program is.
sub spool {
  my ($stream, $most, $hashing) = @_;
  open(my $file, '+>:raw', undef) or fail(3, "can't make a temporary file: $!");
  my $size = 0;
  while (await($stream, 1)) {
    my $bytes = substr($stream->{buffer}, 0, length $stream->{buffer}, '');
    $size += length $bytes;
    next if $size > $most;
    write_all($file, $bytes, 'a temporary file');
    write_all($hashing->{to}, $bytes, $SHA[0][0]) if $hashing;
  }
  return { file => $file, at => 0, size => $size, name => $stream->{name} };
}

sub open_base {
  my $path = shift;
  my $file = $path eq '-' ? \*STDIN : open_file($path);
  my $base = { file => $file, path => $path, at => 0, size => -s $file, name => $path };
  $base = spool({ from => $file, left => 9**15, buffer => '', name => $path }, 9**15) unless -f $file;
  delete $base->{path} if $path eq '-';
  my $packing = packing_of(bytes_at($base, 0, 6)) or return $base;
  my $stream = unpacking($base, @{ $TOOL{$packing} });
  my $plain = spool($stream, 9**15);
  close $stream->{from} or fail(4, "$path is damaged: $packing can't unpack it");
  return $plain;
}

# Finds all that is wanted in the bases, and believes nothing but hashes: by name and size, by size, and inside of what is packed.
sub find {
  my ($wanted, @paths) = @_;
  my (%found, %other, @entries);
  my %sizes = map { $_ => 1 } values %$wanted;
  my $confirm = sub {
    my $part = shift;
    my $hash = hash_of_part($part);
    $found{$hash} //= $part if defined $wanted->{$hash} && $wanted->{$hash} == $part->{size};
    return $hash;
  };
  for my $path (@paths) {
    my $base = open_base($path);
    walk($base, sub {
      my $part = shift;
      fail(4, "$path is a compact archive: restore that one first") if $part->{entry} eq 'layershed/compact';
      my @named = grep { defined $wanted->{$_} } $part->{entry} =~ /$HEX/g;
      $other{$_} //= $path for @named;
      my $packing = packing_of(bytes_at($part, 0, $part->{size} < 6 ? $part->{size} : 6));
      return unless $packing || $sizes{ $part->{size} };
      push @entries, { part => $part, packing => $packing, named => \@named };
    });
  }
  for my $entry (@entries) {
    my ($named) = grep { !$found{$_} && $wanted->{$_} == $entry->{part}{size} } @{ $entry->{named} } or next;
    $entry->{done} = $confirm->($entry->{part});
  }
  my $missing = sub { grep { !$found{$_} } sort keys %$wanted };
  for my $entry (grep { !$_->{done} } @entries) {
    $confirm->($entry->{part}) if grep { $wanted->{$_} == $entry->{part}{size} } $missing->();
  }
  for my $entry (grep { $_->{packing} } @entries) {
    my ($most) = sort { $b <=> $a } map { $wanted->{$_} } $missing->() or last;
    my $hashing = hashing();
    my $stream = unpacking($entry->{part}, @{ $TOOL{ $entry->{packing} } });
    my $plain = spool($stream, $most, $hashing);
    close $stream->{from};
    my $hash = hash_of($hashing);
    $found{$hash} //= $plain if defined $wanted->{$hash} && $wanted->{$hash} == $plain->{size};
  }
  my @lines = map { "\n  sha256:$_, $wanted->{$_} bytes" . ($other{$_} ? " ($other{$_} names it, but its bytes are others)" : '') } $missing->();
  fail(4, 'base missing: none of the archives given holds' . join('', @lines)) if @lines;
  return \%found;
}

# --- what comes out

my ($whole, $hash_of_whole, $size_of_whole) = (undef, undef, 0);

sub put {
  my $bytes = shift;
  $size_of_whole += length $bytes;
  damaged({ name => 'layershed/frame.tar' }) if $whole && $size_of_whole > $whole->{size};
  write_all($hash_of_whole->{to}, $bytes, $SHA[0][0]) if $whole;
  return if $check;
  return write_all($output, $bytes, $target) if defined $part;
  $tail .= $bytes;
  release(int((length($tail) - $MB) / 512) * 512) if length $tail > 2 * $MB;
}

sub release {
  my $length = shift;
  my $bytes = substr($tail, 0, $length, '');
  $written += $length;
  write_all($output, $bytes, 'the standard output');
}

# A tar reader takes an end between two entries for a good one: what was written has to end within an entry or its header.
sub break_off {
  my $file = $output;
  undef $output;
  return unless $written;
  for (my $at = 0; $at + 512 <= length $tail; $at += 512) {
    next unless is_header(substr($tail, $at, 512));
    syswrite($file, $tail, $at + 256);
    last;
  }
}

sub put_from {
  my ($frame, $length) = @_;
  while ($length > 0) {
    my $most = $length < $MB ? $length : $MB;
    put(take($frame, $most));
    $length -= $most;
  }
}

sub fill {
  my ($item, $found, $parts) = @_;
  my $hashing = hashing();
  my $both = sub { write_all($hashing->{to}, $_[0], $SHA[0][0]); put($_[0]) };
  if ($item->{kind} eq 'layer') { rebuild($item, $found, $parts, $both) }
  else {
    for (my $at = 0; $at < $item->{size}; $at += $MB) {
      my $rest = $item->{size} - $at;
      $both->(bytes_at($found->{ $item->{id} }, $at, $rest < $MB ? $rest : $MB));
    }
  }
  if (hash_of($hashing) ne $item->{id}) {
    fail(4, "the compact archive is damaged: layer sha256:$item->{id} does not come right, though its bases are") if $item->{kind} eq 'layer';
    fail(4, "a base has changed meanwhile: sha256:$item->{id}");
  }
  put("\0" x (-$item->{size} % 512));
}

# --- a layer from its ops (docs/compact.md, "Ops")

# The next numbers of a column: base 128, the most significant group first, the high bit set where more follow.
sub numbers {
  my ($column, $count) = @_;
  return () unless $count;
  my @numbers = unpack("\@$column->{at} w$count .", ${ $column->{bytes} });
  $column->{at} = pop @numbers;
  damaged($column) if @numbers < $count;
  return @numbers;
}

# The place behind the next $count numbers: each ends in a byte below 128.
sub behind {
  my ($bytes, $at, $count) = @_;
  while ($count > 0 && $at < length $$bytes) {
    my $piece = substr($$bytes, $at, 4096);
    my $ends = $piece =~ tr/\0-\x7f//;
    return $at + $+[0] if $ends >= $count && $piece =~ /^(?:[\x80-\xff]*[\0-\x7f]){$count}/;
    ($at, $count) = ($at + length $piece, $count - $ends);
  }
  return $at;
}

# Signed ones are folded: 0, -1, 1, -2 ... are 0, 1, 2, 3 ...
sub unfolded { $_[0] & 1 ? -(($_[0] + 1) >> 1) : $_[0] >> 1 }

sub least { $_[0] < $_[1] ? $_[0] : $_[1] }

sub rebuild {
  my ($layer, $found, $parts, $put) = @_;
  my $too_much = sub { fail(4, "the compact archive asks for too much: $_[0] $_[1], $_[2] at most") if $_[1] > $_[2] };
  my ($ops, $literals) = map { stream($parts->{"layershed/$layer->{id}/$_"}, $layer->{packing}) } 'ops', 'literals';
  my ($start, @old) = (0);
  for (@{ $layer->{wants} }) {
    push @old, { %{ $found->{ $_->{id} } }, start => $start, end => $start + $_->{size} };
    $start += $_->{size};
  }
  my $source = $old[0];
  # Appends old bytes; no range may cross from one old layer into the next.
  my $append = sub {
    my ($to, $from, $length) = @_;
    if ($from < $source->{start} || $from + $length > $source->{end}) {
      ($source) = grep { $from >= $_->{start} && $from + $length <= $_->{end} } @old;
      damaged($ops) unless $source;
    }
    sysseek($source->{file}, $source->{at} + $from - $source->{start}, 0) or fail(3, "can't read $source->{name}: $!");
    while ($length) {
      my $read = sysread($source->{file}, $$to, $length, length $$to) or fail(3, "can't read $source->{name}");
      $length -= $read;
    }
  };
  damaged($ops) if take($ops, 4) ne 'LSC1';
  my ($reference_end, $copy_end, $left, $literals_left, $out) = (0, 0, $layer->{size}, $layer->{literals}, '');
  for (my $segments = $layer->{segments}; $segments > 0; $segments--) {
    await($ops, 72);
    $ops->{buffer} =~ /^(?:[\x80-\xff]{0,7}[\0-\x7f]){9}/ or damaged($ops);
    my ($residual_size, $references, $steps, $matches, @groups) = unpack('w9', take($ops, $+[0]));
    $too_much->('residual', $residual_size, $LIMIT{residual});
    $too_much->('references', $references, $LIMIT{references});
    $too_much->('steps', $steps, $LIMIT{steps});
    $too_much->('matches', $matches, int($residual_size / 8) + 1);
    my @most = (2 * $references, 3 * $steps, ($matches) x 3);
    $too_much->('column bytes', $groups[$_], 8 * $most[$_]) for 0 .. 4;
    my ($refs, $stepping, @matching) = map {
      my $bytes = take($ops, $_);
      damaged($ops) if $bytes =~ /[\x80-\xff]{8}|[\x80-\xff]\z/;
      { bytes => \$bytes, at => 0, name => $ops->{name} };
    } @groups;

    # The reference: ranges of the old bytes, ascending.
    my @starts = numbers($refs, $references);
    my ($total, $before, $reference) = (0, 0, '');
    for my $length (numbers($refs, $references)) {
      my $from = $reference_end + unfolded(shift @starts);
      damaged($ops) if $from < $before;
      $too_much->('reference', $total += $length, $LIMIT{reference});
      $append->(\$reference, $from, $length);
      $reference_end = $before = $from + $length;
    }

    # The residual: literals, and matches with the reference.
    await($literals, $residual_size);
    my ($residual, $used, $at, $shift) = ('', 0, 0, 0);
    my $waiting = length $literals->{buffer};
    for (my $rest = $matches; $rest > 0; $rest -= 4096) {
      my ($literal, $length, $from) = map { [numbers($_, least($rest, 4096))] } @matching;
      for my $i (0 .. $#$literal) {
        $at += $literal->[$i];
        my $place = $at + $shift + unfolded($from->[$i]);
        $shift = $place - $at;
        $at += $length->[$i];
        damaged($ops) if $at > $residual_size || $place < 0 || $place + $length->[$i] > $total || $used + $literal->[$i] > $waiting;
        $residual .= substr($literals->{buffer}, $used, $literal->[$i]) . substr($reference, $place, $length->[$i]);
        $used += $literal->[$i];
      }
    }
    $used += $residual_size - $at;
    damaged($literals) if $used > $waiting;
    $residual .= substr($literals->{buffer}, $used - ($residual_size - $at), $residual_size - $at);
    substr($literals->{buffer}, 0, $used, '');
    $literals_left -= $used;

    # The output: stretches of the residual, and copies of old bytes between them.
    my $middle = behind($stepping->{bytes}, 0, $steps);
    my @columns = ($stepping, { %$stepping, at => $middle }, { %$stepping, at => behind($stepping->{bytes}, $middle, $steps) });
    my ($last, $taken) = ($columns[2], 0);
    for (my $rest = $steps; $rest > 0; $rest -= 4096) {
      my ($share, $copy) = map { [numbers($_, least($rest, 4096))] } @columns[0, 1];
      my @from = numbers($last, scalar grep { $_ } @$copy);
      for my $i (0 .. $#$share) {
        my $length = $copy->[$i];
        damaged($ops) if $taken + $share->[$i] > $residual_size || ($left -= $share->[$i] + $length) < 0;
        $out .= substr($residual, $taken, $share->[$i]);
        $taken += $share->[$i];
        if ($length) {
          my $from = $copy_end + $share->[$i] + unfolded(shift @from);
          $copy_end = $from + $length;
          for (; $length > $MB; $length -= $MB, $from += $MB) {
            $append->(\$out, $from, $MB);
            $put->($out);
            $out = '';
          }
          $append->(\$out, $from, $length);
        }
        if (length $out > $MB) { $put->($out); $out = '' }
      }
    }
    damaged($ops) if $taken != $residual_size || grep { $_->{at} != length ${ $_->{bytes} } } $refs, $last, @matching;
    damaged($ops) if $steps && $columns[0]{at} != $middle;
  }
  $put->($out);
  damaged($ops) if $left || $literals_left;
  finish($_) for $ops, $literals;
}

# --- from here on it runs

my @files;
while (defined(my $word = shift @ARGV)) {
  if ($word eq '--check') { $check = 1 }
  elsif ($word eq '-o' && @ARGV) { $target = shift @ARGV }
  elsif ($word eq '--') { push @files, splice @ARGV }
  elsif ($word =~ /^-./) { @files = (); last }
  else { push @files, $word }
}
if (@files < 1 || !$check && !defined $target && -t STDOUT) { print STDERR $USAGE; exit 3 }
need('sha256sum') unless @SHA;
binmode $_ for *STDIN, *STDOUT;

my ($compact, @bases) = @files;
my %parts;
my $file = open_file($compact);
fail(3, "$compact has to be a file on the disk") unless -f $file;
my $first = bytes_at({ file => $file, at => 0, name => $compact }, 0, 512);
fail(4, "$compact is no compact archive") unless $first =~ /^layershed\/compact\0/;
walk({ name => $compact, path => $compact, file => $file, at => 0, size => -s $file }, sub {
  my $part = shift;
  fail(4, "the compact archive is damaged: two entries of one name") if $parts{ $part->{entry} };
  $parts{ $part->{entry} } = { %$part, name => $part->{entry} };
});
my $note = read_note(do {
  my $part = $parts{'layershed/compact'};
  fail(4, "the compact archive asks for too much: a note of $part->{size} bytes") if $part->{size} > $LIMIT{note};
  bytes_at($part, 0, $part->{size});
});
my @items = @{ $note->{items} };
my @changes = in_order(@{ $note->{changes} });
my @frames = grep { $parts{ $_->[0] } } ['layershed/frame.tar'], ['layershed/frame.tar.zst', 'zstd'], ['layershed/frame.tar.gz', 'gzip'];
my @lacking = grep { !$parts{$_} } map { $_->{kind} eq 'layer' ? ("layershed/$_->{id}/ops", "layershed/$_->{id}/literals") : () } @items;
push @lacking, 'layershed/frame.tar' unless @frames;
fail(4, "the compact archive is damaged: it lacks $lacking[0]") if @lacking;
need($_) for grep { defined } $frames[0][1], map { $_->{packing} } @items;

my %wanted;
for (map { @{ $_->{wants} } } @items) {
  fail(4, "the compact archive is damaged: two sizes of sha256:$_->{id}") if ($wanted{ $_->{id} } //= $_->{size}) != $_->{size};
}
my $found = find(\%wanted, @bases);

if ($whole = $note->{archive}) { $hash_of_whole = hashing() }
if (defined $target && !$check) {
  $part = "$target.part";
  if (!open($output, '>:raw', $part)) { my $why = $!; undef $part; undef $output; fail(3, "can't write $target: $why") }
} elsif (!$check) { $output = \*STDOUT }
my $frame = stream($parts{ $frames[0][0] }, $frames[0][1]);
my $at = 0;
for (@changes) {
  put_from($frame, $_->{at} - $at);
  $at = $_->{at} + $_->{length};
  if ($_->{of}) { fill($_->{of}, $found, \%parts) }
  else { take($frame, $_->{length}); put($_->{bytes}) }
}
put_from($frame, least($MB, length $frame->{buffer})) while await($frame, $MB);
finish($frame);
if ($whole && ($size_of_whole != $whole->{size} || hash_of($hash_of_whole) ne $whole->{hash})) {
  fail(4, 'the compact archive is damaged: what came out is not the archive that it was made from');
}
if (defined $part) {
  close $output or fail(3, "can't write $target: $!");
  rename($part, $target) or fail(3, "can't write $target: $!");
  undef $part;
} elsif ($output) {
  release(length $tail);
  close $output or fail(3, "can't write the standard output: $!");
}
printf STDERR "OK: %d bytes%s\n", $size_of_whole, $whole ? ", sha256:$whole->{hash}" : '';
