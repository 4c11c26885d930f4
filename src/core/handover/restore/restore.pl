#!/usr/bin/perl
# Makes a whole archive of a compact one and of those that it was made against. The format: docs/compact.md of Layershed.
# Asks for perl 5.10 and sha256sum (or shasum), and gzip or zstd where something is packed so. No modules, but
# where Digest::SHA is there, it hashes what is small.
# Ends with 0: all was right. 2: it was called otherwise than below. 3: this machine lacks something.
# 4: a base, or the compact archive, is not right.
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
my $HEX = '([0-9a-f]{64})';
my %TOOL = (gzip => ['gzip', '-dc'], zstd => ['zstd', '-dcq'], xz => ['xz', '-dc'], bzip2 => ['bzip2', '-dc'],
  small => ['zstd', '-dcq', '--memory=8MiB']);
my %MAGIC = (gzip => "\x1f\x8b", zstd => "\x28\xb5\x2f\xfd", xz => "\xfd7zXZ", bzip2 => 'BZh');
my @SHA = grep { has($_->[0]) } ['sha256sum'], ['shasum', '-a', '256'];
my $SHA = eval { require Digest::SHA };

my ($output, $target, $part); # where the whole archive goes; its name; the name that it has meanwhile
my ($main, $tail, $written) = ($$, '', 0);
my @pipes; # into programs that end when these are closed
my $trying; # what is wrong then is told later

sub fail {
  my ($state, $why, @lines) = @_;
  die $why if $trying && $state == 4;
  break_off() if $output && !defined $part;
  close $_ for splice @pipes; # else perl would wait for their answers
  print STDERR @lines, "FAILED: $why\n";
  exit $state;
}
my $AGAIN = 'Copy it again; where that does not help, make it anew';
sub damaged { fail(4, "the compact archive is damaged: $_[0]. $AGAIN") }
sub unlike { damaged("$_[0]{name} is not what was announced") }
sub too_much { fail(4, "the compact archive asks for too much: $_[0] $_[1], $_[2] at most. $AGAIN") if $_[1] > $_[2] }
sub least { $_[0] < $_[1] ? $_[0] : $_[1] }

END { unlink $part if defined $part && $$ == $main }
$SIG{__DIE__} = sub { damaged($_[0]) unless $trying };
$SIG{$_} = sub { fail(3, 'interrupted') } for qw(INT TERM HUP);
$SIG{PIPE} = 'IGNORE';

# --- files: a part of one has file, path, at, size, name

sub open_file {
  my $path = shift;
  fail(3, "can't read $path: Is a directory") if -d $path;
  open(my $file, '<:raw', $path) or fail(3, "can't read $path: $!");
  return $file;
}

# Appends bytes of a part to $$to, fewer where the file ends.
sub append_at {
  my ($part, $at, $length, $to) = @_;
  sysseek($part->{file}, $part->{at} + $at, 0) or fail(3, "can't read $part->{name}: $!");
  while ($length > 0) {
    my $read = sysread($part->{file}, $$to, $length, length $$to) // fail(3, "can't read $part->{name}: $!");
    $length = $read ? $length - $read : 0;
  }
}

sub bytes_at {
  my $bytes = '';
  append_at(@_, \$bytes);
  return $bytes;
}

sub each_piece {
  my ($part, $visit) = @_;
  for (my $at = 0; $at < $part->{size}; $at += $MB) { $visit->(bytes_at($part, $at, least($MB, $part->{size} - $at))) }
}

sub write_all {
  my ($file, $bytes, $name) = @_;
  for (my $at = 0; $at < length $bytes;) {
    $at += syswrite($file, $bytes, length($bytes) - $at, $at) // fail(3, "can't write $name: $!");
  }
}

# --- programs that hash and unpack; how they end says enough of their errors

sub has { my $tool = shift; return grep { -x "$_/$tool" } split /:/, $ENV{PATH} // '/bin:/usr/bin' }
sub need { has($_[0]) or fail(3, "$_[0] is not on this machine") }

# In a child: as if nothing of the parent were there.
sub alone {
  undef $output;
  $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP PIPE);
  close $_ for @pipes;
}

# For so many bytes: starting a program takes longer than hashing what is small here.
sub hashing {
  return { here => Digest::SHA->new(256) } if $SHA && $_[0] <= $MB;
  pipe(my $from, my $to) or fail(3, "can't make a pipe: $!");
  push @pipes, $to;
  binmode $to; # an environment may ask for text
  my $child = open(my $answer, '-|') // fail(3, "can't start $SHA[0][0]: $!");
  return { to => $to, answer => $answer } if $child;
  alone();
  open(STDIN, '<&', $from) && exec(@{ $SHA[0] }) or exit 127;
}

sub hash_more {
  my ($hashing, $bytes) = @_;
  return $hashing->{here} ? $hashing->{here}->add($bytes) : write_all($hashing->{to}, $bytes, $SHA[0][0]);
}

sub hash_of {
  my $hashing = shift;
  return $hashing->{here}->hexdigest if $hashing->{here};
  @pipes = grep { $_ != $hashing->{to} } @pipes;
  close $hashing->{to};
  return (readline($hashing->{answer}) // '') =~ $HEX ? $1 : fail(3, "$SHA[0][0] does not answer");
}

sub hash_of_part {
  my ($part, $hashing) = ($_[0], hashing($_[0]{size}));
  each_piece($part, sub { hash_more($hashing, $_[0]) });
  return hash_of($hashing);
}

# A stream: what a file holds from here on, or what a program makes of parts of one.
sub stream { return { from => $_[0], left => $_[1], name => $_[2], buffer => '' } }

sub unpacking {
  my ($packing, @parts) = @_;
  my @command = @{ $TOOL{$packing} };
  need($command[0]);
  my $child = open(my $from, '-|') // fail(3, "can't start $command[0]: $!");
  return binmode($from) && stream($from, 9**15, $parts[0]{name}) if $child;
  alone();
  if (open(STDIN, '-|') // exit 127) {
    open(STDERR, '>', '/dev/null');
    exec @command or exit 127;
  }
  my $file = defined $parts[0]{path} ? open_file($parts[0]{path}) : $parts[0]{file};
  each_piece({ %$_, file => $file }, sub { write_all(*STDOUT, $_[0], '') }) for @parts;
  kill KILL => $$; # an exit would first take down all that it has of the parent
}

# Has so many bytes waiting, fewer only where it ends.
sub await {
  my ($stream, $length) = @_;
  while (length $stream->{buffer} < $length && $stream->{left} > 0) {
    my $read = sysread($stream->{from}, $stream->{buffer}, least($stream->{left}, $MB), length $stream->{buffer});
    $stream->{left} = ($read // fail(3, "can't read $stream->{name}: $!")) ? $stream->{left} - $read : 0;
  }
  return length $stream->{buffer};
}

sub take {
  my ($stream, $length) = @_;
  unlike($stream) if await($stream, $length) < $length;
  return substr($stream->{buffer}, 0, $length, '');
}

sub finish { unlike($_[0]) if await($_[0], 1) || !close $_[0]{from} }

# A temporary file without a name: it is gone when this program is.
my $TEMPORARY = 'a temporary file (TMPDIR may name another folder for it)';

sub temporary {
  open(my $file, '+>:raw', undef) or fail(3, "can't write $TEMPORARY: $!");
  return { file => $file, at => 0 };
}

sub spool {
  my ($stream, $most, $to, $hashing) = @_;
  my $size = 0;
  sysseek($to->{file}, $to->{at}, 0) or fail(3, "can't write $TEMPORARY: $!");
  while (await($stream, 1)) {
    my $bytes = take($stream, length $stream->{buffer});
    next if ($size += length $bytes) > $most;
    write_all($to->{file}, $bytes, $TEMPORARY);
    hash_more($hashing, $bytes) if $hashing;
  }
  return { %$to, size => $size, name => $stream->{name} };
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
  my $reach = sub {
    my $end = shift;
    return if $end <= $tar->{size};
    fail(4, "$tar->{name} is cut off at byte $tar->{size}: an entry goes on to byte $end. Copy it again");
  };
  my $bad = sub {
    fail(4, "$tar->{name} is damaged: no tar entry begins at byte $at. Copy it again") if $at;
    my $begin = join ' ', map { sprintf '%02x', $_ } unpack 'C*', bytes_at($tar, 0, 8);
    fail(4, "$tar->{name} is no tar archive: it begins with $begin. Give what docker save wrote");
  };
  while ((my $block = bytes_at($tar, $at, 512)) ne '') {
    return if $at && $block eq "\0" x 512;
    $reach->($at + 512) if $at;
    $bad->() unless length $block == 512 && is_header($block);
    my $size = number_in(substr($block, 124, 12)) // $bad->();
    my ($name, $type, $magic, $prefix) = unpack('Z100 x56 a x100 a6 x82 Z155', $block);
    $name = "$prefix/$name" if $magic eq "ustar\0" && $prefix ne '';
    fail(4, "$tar->{name} holds a sparse file at byte $at. Pack it anew without tar -S") if $type eq 'S' || $next{'GNU.sparse'};
    if ($type !~ /[xgLK]/) {
      ($name, $size) = ($next{path} // $name, $type =~ /[1-6]/ ? 0 : 0 + ($next{size} // $size));
      %next = ();
    }
    $bad->() if $size >= 2**53 || $type =~ /[xL]/ && $size > $MB;
    $reach->($at + 512 + $size);
    my $said = $type =~ /[xL]/ ? bytes_at($tar, $at + 512, $size) : '';
    if ($type eq 'L') { $next{path} = unpack('Z*', $said) }
    elsif ($type =~ /[0\0 7]/) { $visit->({ %$tar, at => $tar->{at} + $at + 512, size => $size, entry => $name }) }
    while ($type eq 'x' && $said ne '') {
      $bad->() unless $said =~ /^([0-9]{1,7}) / && $1 > 0 && $1 <= length $said;
      $next{$1} = $2 if substr($said, 0, $1, '') =~ /^[0-9]+ (path(?==)|size(?==)|GNU\.sparse(?=\.)).(.+)\n\z/s;
    }
    $bad->() if ($next{size} // 0) !~ /^[0-9]{1,16}\z/;
    $at += 512 + $size + -$size % 512;
  }
}

# --- the note

my $N = '([0-9]{1,16})';
my $ONE = "$HEX $N";
my %LINE = (made => '[^ ]+', frame => 'own|universal', archive => "$ONE .*[^ ].*", held => $ONE, blob => $ONE, source => $ONE,
  layer => "$ONE (zstd|gzip) $N $N", was => "$HEX [^ ]+ $N", edit => "$N $N (-|(?:[0-9a-f]{2})+)", fill => $N);

sub read_note {
  my ($text, $line, $above, %note, %known) = (shift, 0);
  $text =~ s/\n\z//;
  for ($text eq '' ? '' : split /\n/, $text, -1) {
    my $wrong = 'layershed/compact, line ' . ++$line;
    next if $line == 1 && $_ eq 'layershed-compact 1';
    my ($word, $rest) = split / /, $_, 2;
    my $pattern = $LINE{ $word // '' };
    my @value = $line > 1 && $pattern ? ($rest // '') =~ /^(?:$pattern)\z/ : ();
    damaged($wrong) if !@value || grep { /^$N\z/ && $_ >= 2**53 } $word eq 'edit' ? @value[0, 1] : @value;
    my $under = $word eq 'source' ? @{ $note{items} // [] } : 0;
    damaged($wrong) if $word =~ /^(held|blob|layer|source)$/ && $known{"$word $under $value[0]"}++; # each once
    if ($word =~ /^(made|frame|archive)$/) { damaged($wrong) if $note{$word}; $note{$word} = \@value; undef $above }
    elsif ($word =~ /^(held|blob|layer)$/) {
      $above = { kind => $word, wants => [] };
      @$above{qw(id size packing literals segments)} = @value;
      push @{ $above->{wants} }, $above if $word ne 'layer';
      push @{ $note{items} }, $above;
    }
    elsif (!$above || $word eq 'source' && $above->{kind} ne 'layer') { damaged($wrong) }
    elsif ($word eq 'source') { push @{ $above->{wants} }, { id => $value[0], size => $value[1] } }
    elsif ($word eq 'was') { damaged($wrong) if $above->{was}++ || $above->{kind} eq 'blob' }
    elsif ($word eq 'edit') {
      my $bytes = pack('H*', $value[2] eq '-' ? '' : $value[2]);
      too_much("line $line: an edit of", $_, 65_536) for $value[1], length $bytes;
      push @{ $note{changes} }, { at => $value[0], length => $value[1], bytes => $bytes };
    }
    else { push @{ $note{changes} }, { at => $value[0], length => 0, of => $above } }
    too_much('edits and fills:', scalar @{ $note{changes} // [] }, 100_000);
  }
  damaged('layershed/compact, line 2') if !$note{made} || !$note{frame} || grep { !@{ $_->{wants} } } @{ $note{items} };
  return \%note;
}

# In the order of the frame. At one place a fill comes first: an edit there belongs to the header behind it.
sub in_order {
  my ($end, $fill, @changes) = (0, -1, @_);
  my $by = sub { $changes[$a]{at} <=> $changes[$b]{at} || !$changes[$a]{of} <=> !$changes[$b]{of} || $a <=> $b };
  @changes = @changes[sort $by 0 .. $#changes];
  for (@changes) {
    damaged('edits and fills overlap') if $_->{at} < $end || $_->{of} && $_->{at} == $fill;
    $end = $_->{at} + $_->{length};
    $fill = $_->{at} if $_->{of};
  }
  return @changes;
}

# --- bases

sub packing_of {
  my $bytes = bytes_at($_[0], 0, least($_[0]{size}, 6));
  return (grep { index($bytes, $MAGIC{$_}) == 0 } keys %MAGIC)[0];
}

sub open_base {
  my $path = shift;
  my $file = $path eq '-' ? \*STDIN : open_file($path);
  my $base = { file => $file, path => $path eq '-' ? undef : $path, at => 0, size => -s $file, name => $path };
  $base = spool(stream($file, 9**15, $path), 9**15, temporary()) unless -f $file;
  my $packing = packing_of($base) // return $base;
  my $stream = unpacking($packing, $base);
  my $plain = spool($stream, 9**15, temporary());
  close $stream->{from} or fail(4, "$path is damaged: $packing can't unpack it. Copy it again");
  return $plain;
}

# All that is wanted, by nothing but its hash: looked for by name and size, by size, and inside of what is packed.
# Beside that, what is damaged of it.
sub find {
  my ($wanted, @paths) = @_;
  my (%found, %other, @entries, @harmed, %missing);
  $missing{$_}++ for values %$wanted; # how many of a size
  my @largest = sort { $b <=> $a } keys %missing;
  my $keep = sub {
    my ($part, $hash) = @_;
    return if $found{$hash} || ($wanted->{$hash} // -1) != $part->{size};
    $found{$hash} = $part;
    return $missing{ $part->{size} }--;
  };
  my $try = sub {
    my $entry = shift;
    return if $entry->{tried} || !$missing{ $entry->{size} };
    my $hash = hash_of_part($entry);
    $keep->($entry, $hash);
    $entry->{tried} = 1;
    for (grep { $_ ne $hash && $wanted->{$_} == $entry->{size} } @{ $entry->{named} }) {
      push @harmed, "$entry->{name} is damaged: its entry at byte $entry->{at} should be sha256:$_, and is sha256:$hash";
    }
  };
  for my $path (@paths) {
    walk(open_base($path), sub {
      my $entry = shift;
      fail(4, "$path is a compact archive: restore that one first") if $entry->{entry} eq 'layershed/compact';
      $entry->{named} = [grep { defined $wanted->{$_} } $entry->{entry} =~ /$HEX/g];
      $other{$_} //= $path for @{ $entry->{named} };
      $entry->{packing} = packing_of($entry);
      push @entries, $entry if $entry->{packing} || $missing{ $entry->{size} };
    });
  }
  for my $entry (@entries) {
    $try->($entry) if grep { !$found{$_} && $wanted->{$_} == $entry->{size} } @{ $entry->{named} };
  }
  $try->($_) for @entries;
  my $room; # of all that were packed: of a thousand files each would stay open
  for my $entry (grep { $_->{packing} } @entries) {
    shift @largest while @largest && !$missing{ $largest[0] };
    last unless @largest;
    my $stream = unpacking($entry->{packing}, $entry);
    my $hashing = hashing($entry->{size});
    my $plain = spool($stream, $largest[0], $room //= temporary(), $hashing);
    my $hash = hash_of($hashing);
    if (close $stream->{from}) { $room->{at} += $plain->{size} if $keep->($plain, $hash) }
    else { push @harmed, "$entry->{name} is damaged: $entry->{packing} can't unpack its entry at byte $entry->{at}" }
  }
  $_ = " ($_ names it, but its bytes are others)" for values %other;
  my @missing = grep { !$found{$_} } sort keys %$wanted or return \%found, @harmed;
  my @lines = map { "sha256:$_, $wanted->{$_} bytes" . ($other{$_} // '') } @missing;
  my $todo = @harmed ? "$harmed[0]. Copy it again" : 'Give those that it was made against, as docker save wrote them';
  my $more = @lines > 1 ? ", nor $#lines more" : '';
  fail(4, "base missing: none of the archives given holds $lines[0]$more. $todo", $more ? map { "  $_\n" } @lines : ());
}

# --- what comes out

my ($check, $whole, $hash_of_whole, $size) = (undef, undef, undef, 0);

sub put {
  my $bytes = shift;
  $size += length $bytes;
  if ($whole) {
    unlike({ name => 'layershed/frame.tar' }) if $size > $whole->[1];
    hash_more($hash_of_whole, $bytes);
  }
  return if $check;
  return write_all($output, $bytes, $target) if defined $part;
  $tail .= $bytes;
  release(int((length($tail) - $MB) / 512) * 512) if length $tail > 2 * $MB;
}

# To the standard output, all but the end, which is held back until all is known to be right.
sub release {
  $written += $_[0];
  write_all($output, substr($tail, 0, $_[0], ''), 'the standard output');
}

# A tar reader takes an end between two entries for a good one: what went out has to end within an entry or its header.
sub break_off {
  my $file = $output;
  undef $output;
  for (my $at = 0; $written && $at + 512 <= length $tail; $at += 512) {
    return syswrite($file, $tail, $at + 256) if is_header(substr($tail, $at, 512));
  }
}

sub put_from {
  my ($frame, $length) = @_;
  for (; $length > 0; $length -= $MB) { put(take($frame, least($length, $MB))) }
}

sub fill {
  my ($item, $found, $parts) = @_;
  try_together($found, $parts, @{ delete $item->{together} }) if $item->{together};
  my $hashing = $item->{filled}++ && $whole ? undef : hashing($item->{size}); # again, it is hashed with the whole
  my $both = sub { hash_more($hashing, $_[0]) if $hashing; put($_[0]) };
  if (defined $item->{made}) { $both->(delete $item->{made}) }
  elsif ($item->{kind} eq 'layer') { make($found, $parts, $both, $item) }
  else { each_piece($found->{ $item->{id} }, $both) }
  my $made = $hashing ? hash_of($hashing) : $item->{id};
  if ($made ne $item->{id}) {
    damaged("layer sha256:$item->{id} came to sha256:$made, though its bases are right") if $item->{kind} eq 'layer';
    fail(4, "a base has changed meanwhile: sha256:$item->{id} is sha256:$made now");
  }
  put("\0" x (-$item->{size} % 512));
}

# Layers from one pair of programs that unpack.
sub make {
  my ($found, $parts, $put, @layers) = @_;
  my ($ops, $literals) = map {
    my $what = $_;
    unpacking($layers[0]{packing}, map { $parts->{"layershed/$_->{id}/$what"} } @layers);
  } 'ops', 'literals';
  for my $layer (@layers) { rebuild($layer, $found, $ops, $literals, sub { $put->($_[0], $layer) }) }
  finish($_) for $ops, $literals;
}

# Starting programs takes longest of what is small. Small layers are made many at once; where one is not right, each by itself.
sub try_together {
  my ($found, $parts, @layers) = @_;
  $trying = 1;
  my $good = eval { make($found, $parts, sub { $_[1]{made} .= $_[0] }, @layers); 1 };
  $trying = 0;
  for (@layers) { delete $_->{made} unless $good }
}

# --- a layer from its ops (docs/compact.md, "Ops")

# The next numbers of a column: base 128, the most significant group first, the high bit set where more follow.
sub numbers {
  my ($column, $count) = @_;
  my @numbers = unpack("\@$column->{at} w$count .", ${ $column->{bytes} });
  $column->{at} = pop @numbers;
  unlike($column) if @numbers < $count;
  return @numbers;
}

# The column behind the next $count numbers: each ends in a byte below 128.
sub behind {
  my ($column, $count) = @_;
  my $at = $column->{at};
  while ($count > 0 && $at < length ${ $column->{bytes} }) {
    my $piece = substr(${ $column->{bytes} }, $at, 4096);
    my $ends = $piece =~ tr/\0-\x7f//;
    $piece =~ /^(?:[\x80-\xff]*[\0-\x7f]){$count}/ if $ends >= $count;
    ($at, $count) = $ends >= $count ? ($at + $+[0], 0) : ($at + length $piece, $count - $ends);
  }
  return { %$column, at => $at };
}

# Signed ones are folded: 0, -1, 1, -2 ... are 0, 1, 2, 3 ...
sub unfolded { $_[0] & 1 ? -(($_[0] + 1) >> 1) : $_[0] >> 1 }

sub rebuild {
  my ($layer, $found, $ops, $literals, $put) = @_;
  my ($start, @old) = (0);
  for (@{ $layer->{wants} }) {
    push @old, { %{ $found->{ $_->{id} } }, start => $start, end => $start + $_->{size} };
    $start += $_->{size};
  }
  my $source = $old[0];
  my $append = sub { # old bytes; no range may cross from one old layer into the next
    my ($to, $from, $length) = @_;
    ($source) = grep { $from >= $_->{start} && $from + $length <= $_->{end} } @old
      if $from < $source->{start} || $from + $length > $source->{end};
    unlike($ops) unless $source;
    append_at($source, $from - $source->{start}, $length, $to);
  };
  unlike($ops) if take($ops, 4) ne 'LSC1';
  my ($reference_end, $copy_end, $left, $literals_left, $out) = (0, 0, $layer->{size}, $layer->{literals}, '');
  my $flush = sub { $put->($out); $out = '' };
  for (my $segments = $layer->{segments}; $segments > 0; $segments--) {
    await($ops, 72);
    $ops->{buffer} =~ /^(?:[\x80-\xff]{0,7}[\0-\x7f]){9}/ or unlike($ops);
    my ($residual_size, $references, $steps, $matches, @groups) = unpack('w9', take($ops, $+[0]));
    too_much('residual', $residual_size, 4 * $MB);
    too_much('references', $references, 65_536);
    too_much('steps', $steps, 2**20);
    too_much('matches', $matches, int($residual_size / 8) + 1);
    my @most = (2 * $references, 3 * $steps, ($matches) x 3);
    my ($refs, $share, @matching) = map {
      too_much('column bytes', $_, 8 * shift @most);
      my $bytes = take($ops, $_);
      unlike($ops) if $bytes =~ /[\x80-\xff]{8}|[\x80-\xff]\z/;
      { bytes => \$bytes, at => 0, name => $ops->{name} };
    } @groups;

    # The reference: ranges of the old bytes, ascending.
    my @starts = numbers($refs, $references);
    my ($total, $before, $reference) = (0, 0, '');
    for my $length (numbers($refs, $references)) {
      my $from = $reference_end + unfolded(shift @starts);
      unlike($ops) if $from < $before;
      too_much('reference', $total += $length, 8 * $MB);
      $append->(\$reference, $from, $length);
      $reference_end = $before = $from + $length;
    }

    # The residual: literals, and matches with the reference.
    my ($waiting, $residual, $used, $at, $shift) = (await($literals, $residual_size), '', 0, 0, 0);
    for (my $rest = $matches; $rest > 0; $rest -= 4096) {
      my ($literal, $length, $from) = map { [numbers($_, least($rest, 4096))] } @matching;
      for my $i (0 .. $#$literal) {
        $at += $literal->[$i];
        my $place = $at + $shift + unfolded($from->[$i]);
        $shift = $place - $at;
        $at += $length->[$i];
        unlike($ops) if $at > $residual_size || $used + $literal->[$i] > $literals_left;
        unlike($literals) if $used + $literal->[$i] > $waiting;
        unlike($ops) if $place < 0 || $place + $length->[$i] > $total;
        $residual .= substr($literals->{buffer}, $used, $literal->[$i]) . substr($reference, $place, $length->[$i]);
        $used += $literal->[$i];
      }
    }
    substr($literals->{buffer}, 0, $used, '');
    unlike($ops) if ($literals_left -= $used + $residual_size - $at) < 0;
    $residual .= take($literals, $residual_size - $at);

    # The output: stretches of the residual, and copies of old bytes between them.
    my $copy = behind($share, $steps);
    my $places = behind($copy, $steps);
    my ($middle, $taken) = ($copy->{at}, 0);
    for (my $rest = $steps; $rest > 0; $rest -= 4096) {
      my ($shares, $copies) = map { [numbers($_, least($rest, 4096))] } $share, $copy;
      my @from = numbers($places, scalar grep { $_ } @$copies);
      for my $length (@$copies) {
        my $stretch = shift @$shares;
        $left -= $stretch + $length;
        unlike($ops) if $taken + $stretch > $residual_size || $left < 0 || $stretch + $length == 0;
        $out .= substr($residual, $taken, $stretch);
        $taken += $stretch;
        my $from = $copy_end + $stretch + ($length ? unfolded(shift @from) : -$stretch);
        $copy_end = $from + $length;
        for (; $length > 0; $length -= $MB, $from += $MB) {
          $append->(\$out, $from, least($length, $MB));
          $flush->() if length $out > $MB;
        }
        $flush->() if length $out > $MB;
      }
    }
    unlike($ops) if !$steps || $taken != $residual_size || $share->{at} != $middle;
    unlike($ops) if grep { $_->{at} != length ${ $_->{bytes} } } $refs, $places, @matching;
  }
  $flush->();
  unlike($ops) if $left || $literals_left;
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
if (!@files || !$check && !defined $target && -t STDOUT) { print STDERR $USAGE; exit 2 }
fail(3, "can't write $target: it is no file") if defined $target && -e $target && !-f _; # a device would be replaced by one
fail(3, "can't write $target.part: it is there already") if defined $target && lstat "$target.part"; # it may be a base
need('sha256sum') unless @SHA;
binmode $_ for *STDIN, *STDOUT;

my ($compact, @bases) = @files;
my %parts;
my $archive = { name => $compact, path => $compact, file => open_file($compact), at => 0 };
fail(3, "$compact has to be a file on the disk") unless -f $archive->{file};
$archive->{size} = -s _;
if (bytes_at($archive, 0, 18) ne "layershed/compact\0") {
  my $packing = packing_of($archive);
  fail(4, "$compact is no compact archive" . ($packing ? ": unpack it first, with $packing" : ', which has to be named first'));
}
walk($archive, sub {
  my $name = $_[0]{entry};
  damaged('two entries of one name') if $parts{$name};
  $parts{$name} = { %{ $_[0] }, name => "$name (at byte $_[0]{at})" };
});
too_much('bytes of its note:', $parts{'layershed/compact'}{size}, 4 * $MB);
my $note = read_note(bytes_at($parts{'layershed/compact'}, 0, $parts{'layershed/compact'}{size}));
my @items = @{ $note->{items} // [] };
my @changes = in_order(@{ $note->{changes} // [] });
my @framings = (['layershed/frame.tar'], ['layershed/frame.tar.zst', 'small'], ['layershed/frame.tar.gz', 'gzip']);
my ($framing) = grep { $parts{ $_->[0] } } @framings;
for ($framing ? () : 'frame.tar', map { $_->{kind} eq 'layer' ? ("$_->{id}/ops", "$_->{id}/literals") : () } @items) {
  damaged("it lacks layershed/$_, and ends at byte $archive->{size}") unless $parts{"layershed/$_"};
}
for (@items) { $_->{packing} = 'small' if ($_->{packing} // '') eq 'zstd' }
need($TOOL{$_}[0]) for grep { defined } $framing->[1], map { $_->{packing} } @items;

my %wanted;
for (map { @{ $_->{wants} } } @items) {
  damaged("two sizes of sha256:$_->{id}") if ($wanted{ $_->{id} } //= 0 + $_->{size}) != $_->{size};
}
if (defined $target && !$check) { # before bases are read: that may take minutes
  $part = "$target.part";
  open($output, '>:raw', $part) or $output = undef, fail(3, "can't write $target: $!");
} elsif (!$check) { $output = \*STDOUT }
my ($found, @harmed) = find(\%wanted, @bases);
$whole = $note->{archive};
$hash_of_whole = hashing($whole->[1]) if $whole;
my $frame = $parts{ $framing->[0] };
if ($framing->[1]) { $frame = unpacking($framing->[1], $frame) }
else {
  my $file = open_file($compact);
  sysseek($file, $frame->{at}, 0);
  $frame = stream($file, $frame->{size}, $frame->{name});
}
my ($together, $room) = ([], 0);
for (grep { $_ && $_->{kind} eq 'layer' && $_->{size} <= $MB && !$_->{small}++ } map { $_->{of} } @changes) {
  ($together, $room) = ($_->{together} = [], 2 * $MB) if !@$together || $_->{packing} ne $together->[0]{packing} || $room < $_->{size};
  push @$together, $_;
  $room -= $_->{size};
}
my $at = 0;
for (@changes) {
  put_from($frame, $_->{at} - $at);
  $at = $_->{at} + $_->{length};
  if ($_->{of}) { fill($_->{of}, $found, \%parts) }
  else { take($frame, $_->{length}); put($_->{bytes}) }
}
put_from($frame, length $frame->{buffer}) while await($frame, 1);
finish($frame);
if ($whole) {
  my ($expected, $found) = ("$whole->[1] bytes, sha256:$whole->[0]", "$size bytes, sha256:" . hash_of($hash_of_whole));
  damaged("it was made from $expected, and came to $found") if $found ne $expected;
}
if (defined $part) {
  close $output && rename($part, $target) or fail(3, "can't write $target: $!");
  undef $part;
} elsif ($output) {
  release(length $tail);
  close $output or fail(3, "can't write the standard output: $!");
}
print STDERR map { "WARNING: $_. Another archive has that layer, and served. Fetch that base anew (docker save)\n" } @harmed;
print STDERR "OK: $size bytes", $whole ? ", sha256:$whole->[0]\n" : "\n";
