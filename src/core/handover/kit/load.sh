#!/bin/sh
# Loads the images of this folder into the container engine of this machine, once all that can be told beforehand is right.
#
#   sh load.sh                  checks, then loads
#   sh load.sh --check          checks, and loads nothing
#   sh load.sh --engine NAME    docker, podman, nerdctl, k3s, rke2, microk8s or ctr; else the first of them that answers
#   sh load.sh --base FILE      of what is compact here: an old archive that it was made against; may be given several times
#
# Before anything is loaded: the files are what was sent (SHA256SUMS), there is room on the disk, and the layers that were left
# out are in the engine, whatever the images are called that have them there. In the end: a line for each image, "OK" or
# "FAILED: why", and a last line for all of them. Loading twice does no harm.
#
# Exit: 0 all is well. 2 it was called otherwise than above. 3 it is this machine: no engine answers, or there is no room.
# 4 it is what was brought, or the base that it needs: damaged, missing, or not loaded whole.
#
# Takes a POSIX shell, sha256sum or shasum, tar, df and the engine, and perl or python3 where something is compact; no network.
# What other compact archives build upon lies whole in ${TMPDIR:-/tmp} until it ends.
# Written by Layershed.
#
# Tried with Docker, Podman and ctr. UNTRIED: nerdctl, k3s, RKE2 and MicroK8s themselves. Of k3s and MicroK8s only stand-ins were
# run, which hand on to ctr as those are documented to; `--engine ctr` with CONTAINERD_ADDRESS set goes straight to any containerd.

set -u
set -f
LC_ALL=C
export LC_ALL

# >>> What is in this folder, in the order of loading. Sizes in KiB.
#   old NAME FULL_NAME DIFF_ID...      an image that the next archive is made whole of, from the bottom up (-: it has no name)
#   archive FILE SIZE UNPACKED UNFIT COMPACT   UNFIT: stores that it does harm to, or that can't read it. COMPACT: old, where
#                                      it is made whole of such images; earlier, where also of what comes of those before it
#   base NAME DIFF_ID...               layers that it needs and does not bring, from the bottom up
#   blobs DIGEST...                    the same, as containerd knows them
#   image LABEL NAMES FULL_NAMES
#   stack ID TARGET DIFF_IDS BLOBS     what the image is made of; of several, one is enough
kit() {
  archive '01-app.slim.tar' 10 20 'containerd:damaged' ''
  base 'base:1' 'sha256:0000'
  blobs 'sha256:0000'
  image 'app:1' 'app:1' 'docker.io/library/app:1'
  stack 'sha256:0001' '-' 'sha256:0000 sha256:0002' 'sha256:0000 sha256:0002'
}
# <<<

nl='
'
only_check=no
given=
temp=
last_upon=0
engine=
store=
problem=
archives=0
images=0
faults=0
damaged=0

main() {
  here=$PWD
  options "$@"
  case $0 in */*) cd -- "${0%/*}" || end 3 "FAILED: the folder of $0 can't be entered." ;; esac
  walk count
  find_engine
  say "Engine: $engine ($store)."
  say 'Checking the files...'
  check_sums
  walk fit
  say 'Checking the room on the disk...'
  check_room
  say 'Checking for the base...'
  look_around
  walk base
  if [ "$last_upon" -gt 0 ]; then make_temp; fi
  if [ "$faults" -eq 0 ] && [ -z "$problem" ]; then walk whole; fi
  if [ "$faults" -gt 0 ] || [ -n "$problem" ]; then refuse; fi
  if [ "$only_check" = yes ]; then
    walk tell
    end 0 "OK: all images ($images) can be loaded into $engine. Nothing was loaded."
  fi
  walk load
  walk verify
  walk tell
  [ "$damaged" -eq 0 ] || end 4 "FAILED: $damaged of $images images."
  end 0 "OK: all images ($images) are loaded into $engine."
}

options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --check) only_check=yes ;;
      --engine) [ $# -gt 1 ] || usage; engine=$2; shift ;;
      --engine=*) engine=${1#*=} ;;
      --base) [ $# -gt 1 ] || usage; take_base "$2"; shift ;;
      --base=*) take_base "${1#*=}" ;;
      *) usage ;;
    esac
    shift
  done
}

usage() { end 2 'Usage: sh load.sh [--check] [--engine docker|podman|nerdctl|k3s|rke2|microk8s|ctr] [--base FILE]...'; }

# Named from where it was called; a name without a slash in front could be an option.
take_base() {
  case $1 in /*) given=$given$1$nl ;; *) given=$given$here/$1$nl ;; esac
}

say() { printf '%s\n' "$*"; }

end() {
  say "$2"
  exit "$1"
}

# Nothing is loaded where something is wrong.
refuse() {
  damaged=0
  walk tell
  [ "$faults" -eq 0 ] || end 4 "FAILED: $damaged of $images images. Nothing was loaded."
  end 3 "FAILED: $problem. Nothing was loaded."
}

# ---------------------------------------------------------------------------------------------- the lines of the kit

# Goes through the kit; what a line does depends on the pass.
walk() {
  pass=$1
  n=0
  m=0
  earlier=
  olds=
  kit
}

archive() {
  n=$((n + 1))
  file=$1
  kib=$2
  unpacked=$3
  unfit=$4
  compact=$5
  whole=$file
  if [ -n "$compact" ] && [ "$n" -lt "$last_upon" ]; then whole=$temp/$n.tar; fi
  case $pass in
    count)
      archives=$n
      [ "$compact" != earlier ] || last_upon=$n
      ;;
    sums) check_sum ;;
    fit) check_fit ;;
    room)
      need=$((need + unpacked))
      [ "$store" != containerd ] || need=$((need + kib))
      [ "$kib" -le "$largest" ] || largest=$kib
      ;;
    whole) check_whole ;;
    load) load ;;
  esac
  earlier=$earlier$whole$nl
  olds=
}

# shellcheck disable=SC2317 # only where something is compact
old() { olds=$olds$*$nl; }

base() {
  [ "$pass" = base ] || return 0
  [ "$by" = stacks ] || return 0
  name=$1
  shift
  pile=
  for id in "$@"; do pile="$pile,\"$id\""; done
  case $there in
    *" [${pile#,}"*) ;;
    *) blame "its base is missing here: $name (layers: $#, up to $id)" ;;
  esac
}

blobs() {
  [ "$pass" = base ] || return 0
  [ "$by" = blobs ] || return 0
  for id in "$@"; do
    case $there in
      *"$nl$id$nl"*) ;;
      *) blame "its base is missing here: no blob $id in this store"; return 0 ;;
    esac
  done
}

image() {
  m=$((m + 1))
  label=$1
  names=$2
  full_names=$3
  case $pass in
    count) images=$m ;;
    verify) keep_fault "image_$m" "$(fault_of "archive_$n")" ; doubt ;;
    tell) tell ;;
  esac
}

stack() {
  [ "$pass" = verify ] || return 0
  [ "$doubted" = yes ] || return 0
  why=$(verify "$@") || true
  keep_fault "image_$m" "$why"
  if [ -z "$why" ]; then doubted=no; fi
}

# ------------------------------------------------------------------------------------------------------------ faults

keep_fault() { eval "fault_$1=\$2"; }

fault_of() { eval "say \"\${fault_$1:-}\""; }

# The first that is wrong with an archive is what is told of it.
blame() {
  [ -z "$(fault_of "archive_$n")" ] || return 0
  keep_fault "archive_$n" "$1"
  faults=$((faults + 1))
}

doubt() {
  doubted=yes
  if [ -n "$(fault_of "image_$m")" ]; then doubted=no; fi
}

tell() {
  why=$(fault_of "image_$m")
  [ -n "$why" ] || why=$(fault_of "archive_$n")
  if [ -z "$why" ] && [ -n "$problem" ]; then why="not loaded: $problem"; fi
  if [ -z "$why" ] && [ "$faults" -gt 0 ] && [ "$only_check" = no ] && [ "$loaded" = no ]; then
    why='not loaded, because of the others'
  fi
  if [ -z "$why" ]; then say "$label: OK"; return 0; fi
  damaged=$((damaged + 1))
  say "$label: FAILED: $why"
}
loaded=no

# ------------------------------------------------------------------------------------------------------------ engine

# Kubernetes' images are in the namespace k8s.io. In full, as MicroK8s says it before: ctr takes but one form of a flag.
ctr_() {
  space=${CONTAINERD_NAMESPACE:-k8s.io}
  case $engine in
    k3s) k3s ctr --namespace "$space" "$@" ;;
    rke2) /var/lib/rancher/rke2/bin/ctr -a /run/k3s/containerd/containerd.sock --namespace "$space" "$@" ;;
    microk8s) microk8s ctr --namespace "$space" "$@" ;;
    *) ctr --namespace "$space" "$@" ;;
  esac
}

is_docker_like() {
  case $engine in
    docker | podman | nerdctl) ;;
    *) return 1 ;;
  esac
}

is_here() {
  case $1 in
    rke2) [ -x /var/lib/rancher/rke2/bin/ctr ] ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

answers() {
  if is_docker_like; then "$engine" image ls -q; else ctr_ images ls -q; fi
}

find_engine() {
  case $engine in
    '') candidates='docker podman nerdctl k3s rke2 microk8s ctr' ;;
    docker | podman | nerdctl | k3s | rke2 | microk8s | ctr) candidates=$engine ;;
    *) usage ;;
  esac
  for engine in $candidates; do
    is_here "$engine" || continue
    if words=$(answers 2>&1); then find_store; return 0; fi
    say "$engine is here, but says: $(last_line "$words")"
  done
  end 3 "FAILED: no engine answers (looked for: $candidates). Nothing was loaded."
}

# What goes by the name of docker may be Podman, and Docker may keep its images in containerd.
find_store() {
  store=containerd
  by=blobs
  if is_docker_like; then by=stacks; fi
  case $engine in
    docker)
      case $(docker --version 2>/dev/null) in *[Pp]odman*) store=podman; return 0 ;; esac
      case $(docker info --format '{{.DriverStatus}}' 2>/dev/null) in
        *io.containerd.snapshotter*) ;;
        *) store=classic ;;
      esac
      ;;
    podman) store=podman ;;
  esac
}

last_line() {
  last=$1
  while :; do case $last in *"$nl") last=${last%"$nl"} ;; *) break ;; esac; done
  say "${last##*"$nl"}"
}

# ------------------------------------------------------------------------------------------------------------ checks

check_sums() {
  if command -v sha256sum >/dev/null 2>&1; then
    sums=$(sha256sum -c SHA256SUMS 2>&1)
  elif command -v shasum >/dev/null 2>&1; then
    sums=$(shasum -a 256 -c SHA256SUMS 2>&1)
  else
    end 3 'FAILED: neither sha256sum nor shasum is here. Nothing was loaded.'
  fi
  walk sums
}

check_sum() {
  if [ ! -f "$file" ]; then blame "$file is not in this folder"; return 0; fi
  case $nl$sums$nl in
    *"$nl$file: OK$nl"*) ;;
    *) blame "$file is damaged: it is not what SHA256SUMS says" ;;
  esac
}

check_fit() {
  case " $unfit " in
    *" $store:damaged "*) blame "$file is in the as-is form, and this store would load it damaged; it takes the universal form" ;;
    *" $store:unread "*) blame "$file has no manifest.json, and this store can't read it; it takes the universal form" ;;
  esac
}

# Where the engine keeps its images.
store_folder() {
  case $engine in
    docker) docker info --format '{{.DockerRootDir}}' 2>/dev/null ;;
    podman) podman info --format '{{.Store.GraphRoot}}' 2>/dev/null ;;
    nerdctl) say /var/lib/containerd ;;
    *)
      before=
      for word in $(ctr_ plugins ls -d 2>/dev/null); do
        if [ "$before" = root ]; then say "$word"; return 0; fi
        before=$word
      done
      ;;
  esac
}

# An engine unpacks an archive beside itself before it takes it in.
check_room() {
  need=0
  largest=0
  walk room
  need=$((need + largest))
  folder=$(store_folder)
  if [ ! -d "$folder" ]; then say "The room was not checked: the engine's folder can't be seen from here."; return 0; fi
  free=
  before=
  for word in $(df -Pk "$folder" 2>/dev/null); do
    case $word in *[0-9]%) free=$before; break ;; esac
    before=$word
  done
  case $free in
    '' | *[!0-9]*) say "The room was not checked: df tells nothing of $folder." ;;
    *) [ "$free" -ge "$need" ] || problem="no room: it takes $((need / 1024 + 1)) MiB in $folder, and $((free / 1024)) MiB are free" ;;
  esac
}

# What is in the engine already: the stacks of all images, or the blobs.
look_around() {
  if [ "$by" = blobs ]; then there=$nl$(ctr_ content ls -q 2>/dev/null)$nl; return 0; fi
  there=$nl$(
    set --
    for id in $("$engine" image ls -aq --no-trunc 2>/dev/null); do
      set -- "$@" "$id"
      if [ $# -ge 100 ]; then stacks_of "$@"; set --; fi
    done
    if [ $# -gt 0 ]; then stacks_of "$@"; fi
  )$nl
}

stacks_of() { "$engine" image inspect --format '{{.Id}} {{json .RootFS.Layers}}' "$@" 2>/dev/null || true; }

# ----------------------------------------------------------------------------------------------------------- compact

# Of the old archives that were named, else of what the engine has of them; and of what came of the archives before it.
make_whole() {
  mode=$1
  split=$IFS
  IFS=$nl
  set --
  for one in $given; do set -- "$@" "$one"; done
  if [ "$compact" = earlier ]; then for one in $earlier; do set -- "$@" "$one"; done; fi
  IFS=$split
  if [ -n "$given" ] || [ -z "$olds" ]; then restore "$mode" "$@"; return; fi
  find_old
  save_old 2>/dev/null | restore "$mode" - "$@"
}

# Where that lies until the others are made.
make_temp() {
  [ -z "$temp" ] || return 0
  temp=${TMPDIR:-/tmp}/layershed-$$
  trap 'rm -rf "$temp"' EXIT
  trap 'exit 3' HUP INT TERM
  (umask 077 && mkdir "$temp") 2>/dev/null || { temp=; problem="no folder can be made in ${TMPDIR:-/tmp}"; }
}

# restore --check|--write BASE...: by the script that lies in the archive; writes to the standard output
restore() {
  mode=$1
  shift
  [ "$mode" = --check ] || mode=
  language=perl
  command -v perl >/dev/null 2>&1 || language=python3
  case $language in perl) inside=layershed/restore.pl ;; *) inside=layershed/restore.py ;; esac
  script=$(tar -xOf "$file" "$inside") || return 4
  [ -n "$script" ] || return 4
  if [ "$language" = perl ]; then set -- -e "$script" -- ${mode:+"$mode"} "$file" "$@"; else set -- -c "$script" ${mode:+"$mode"} "$file" "$@"; fi
  "$language" "$@"
}

# Of what it is made of, what the engine has: any image of such layers, whatever it is called; of ctr, the one of that name.
find_old() {
  refs=
  is_docker_like || have=$nl$(ctr_ images ls -q 2>/dev/null)$nl
  split=$IFS
  IFS=$nl
  # shellcheck disable=SC2086 # a line each
  set -- $olds
  IFS=$split
  # shellcheck disable=SC2086 # a word each
  for one in "$@"; do find_one $one; done
}

find_one() {
  ref=
  if is_docker_like; then
    shift 2
    pile=
    for id in "$@"; do pile="$pile,\"$id\""; done
    case $there in *" [${pile#,}"*) ref=${there%%" [${pile#,}"*} && ref=${ref##*"$nl"} ;; esac
  else
    case $have in *"$nl$2$nl"*) ref=$2 ;; esac
  fi
  [ -n "$ref" ] || return 0
  case " $refs " in *" $ref "*) ;; *) refs="$refs $ref" ;; esac
}

save_old() {
  set --
  for one in $refs; do set -- "$@" "$one"; done
  case $engine in
    podman) podman save -m "$@" ;;
    docker | nerdctl) "$engine" save "$@" ;;
    *) ctr_ images export - "$@" ;;
  esac
}

names_of_old() {
  split=$IFS
  IFS=$nl
  told=
  for one in $olds; do told="$told, ${one%% *}"; done
  IFS=$split
  say "${told#, }"
}

# Made whole once to see that it can be: nothing is loaded before that is known of all.
check_whole() {
  [ -n "$compact" ] && [ -z "$problem" ] || return 0
  if ! command -v perl >/dev/null 2>&1 && ! command -v python3 >/dev/null 2>&1; then
    problem='neither perl nor python3 is here, and what is compact takes one of them'
    return 0
  fi
  if [ -z "$given" ] && [ -n "$olds" ]; then
    find_old
    if [ -z "$refs" ]; then
      blame "it is compact, and the engine lacks what it is made whole of ($(names_of_old)): name an archive of that by --base FILE"
      return 0
    fi
  fi
  if [ "$compact" = earlier ] && [ "$faults" -gt 0 ]; then blame 'it is made of one before it that is not right'; return 0; fi
  say "Making $file whole, to see that it can be..."
  if [ "$whole" = "$file" ]; then words=$(make_whole --check 2>&1); else words=$(make_whole --write 2>&1 >"$whole"); fi
  state=$?
  words=$(last_line "$words")
  case $state in
    0) ;;
    3) problem=${words#FAILED: } ;;
    *) blame "${words#FAILED: }" ;;
  esac
}

# ----------------------------------------------------------------------------------------------------------- loading

# Takes in an archive, or what comes by the standard input.
take_in() {
  if ! is_docker_like; then ctr_ images import "$1"; return; fi
  if [ "$1" = - ]; then "$engine" load; else "$engine" load -i "$1"; fi
}

load() {
  loaded=yes
  say "Loading $file ($n of $archives)..."
  if [ -z "$compact" ]; then words=$(take_in "$file" 2>&1)
  elif [ "$whole" != "$file" ]; then words=$(take_in - 2>&1 <"$whole")
  else words=$(make_whole --write 2>/dev/null | take_in - 2>&1)
  fi && return 0
  case $words in
    *'no space left'*)
      problem='no room: the disk is full'
      last=$file
      walk tell
      end 3 "FAILED: $problem. It stopped at $last."
      ;;
  esac
  blame "$engine says: $(last_line "$words")"
}

# Says what is wrong with the image that came of it, or nothing: verify ID TARGET DIFF_IDS BLOBS
verify() {
  if ! is_docker_like; then verify_by_ctr "$2"; return 0; fi
  want=
  for id in $3; do want="$want,\"$id\""; done
  want="[${want#,}]"
  refs=$names
  if [ -z "$refs" ]; then refs=$1; fi
  if [ -z "$names" ] && [ "$store" = containerd ]; then refs=$2; fi
  # Under which manifest such a store has it is known where the archive has one; else any image of these layers is it.
  if [ "$refs" = - ]; then
    look_around
    case $there in *" $want$nl"*) ;; *) say "$engine has no image of these layers" ;; esac
    return 0
  fi
  for ref in $refs; do
    if ! got=$("$engine" image inspect --format '{{.Id}} {{json .RootFS.Layers}}' "$ref" 2>/dev/null); then
      say "$engine has no image $ref"
      return 0
    fi
    if [ "${got#* }" != "$want" ]; then say "$ref is another image there"; return 0; fi
    got=${got%% *}
    if [ "$store" != containerd ] && [ "${got#sha256:}" != "${1#sha256:}" ]; then say "$ref has another ID there: $got"; return 0; fi
  done
  if [ "$store" = containerd ]; then verify_blobs "$ref" "$4"; fi
}

# Such a store says that all went well where it lacks a blob; saving the image again shows it.
verify_blobs() {
  listed=$nl$("$engine" save "$1" 2>/dev/null | tar -tf - 2>/dev/null)$nl
  for id in $2; do
    case $listed in
      *"${nl}blobs/${id%%:*}/${id#*:}$nl"*) ;;
      *) say "it is incomplete: the store lacks $id, or holds that layer under another digest"; return 0 ;;
    esac
  done
}

verify_by_ctr() {
  if [ -z "$full_names" ]; then say 'it has no name, and containerd keeps no image without one'; fi
  for ref in $full_names; do
    line=$(ctr_ images check "name==$ref" 2>/dev/null)
    line=${line##*"$nl"}
    case $line in
      "$ref "*' incomplete ('*) line=${line#* incomplete } && say "it is incomplete: ${line%%)*})" && return 0 ;;
      "$ref "*' complete ('*) ;;
      *) say "the store has no image $ref" && return 0 ;;
    esac
    case $1 in
      -) ;;
      *) case $line in *" $1 "*) ;; *) say "$ref is another image there" && return 0 ;; esac ;;
    esac
  done
}

main "$@"
