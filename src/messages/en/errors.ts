import type { ErrorFacts } from '../../core/errors'
import { wordsFor } from '../words'
import { compactErrors } from './compact-errors'
import { foreignErrors } from './foreign-errors'
import { inventoryErrors } from './inventory-errors'
import { restoreErrors } from './restore-errors'

export const errors = wordsFor<ErrorFacts>()({
  ...foreignErrors,
  ...inventoryErrors,
  ...restoreErrors,
  ...compactErrors,
  'empty-file': {
    what: '{file} is empty: it has no bytes at all.',
    todo: 'The save, the copy or the download was cut off before it began. Do it again, and check the free space where it is written.',
  },
  'not-a-tar': {
    what: '{file} is not a tar archive: it begins with the bytes {found}.',
    todo: 'Choose the file that docker save -o wrote. In Windows PowerShell use -o, because > rewrites the bytes as text.',
  },
  'json-as-archive': {
    what: '{file} is JSON, not an image archive.',
    todo: 'The output of docker image inspect goes under “Already there”. Here goes the .tar of docker save.',
  },
  'packed-corrupt': {
    what: '{file} is damaged: its {packing} stream can’t be read on near byte {offset}. {reason}',
    todo: 'Copy the file again and compare its checksum with the original’s.',
  },
  'packed-truncated': {
    what: '{file} is incomplete: its {packing} stream breaks off at byte {offset}.',
    todo: 'Copy the file again and compare its size with the original’s.',
  },
  'zstd-window': {
    what: '{file} was compressed with a window of {reason} bytes; 128 MiB is the most that can be read here.',
    todo: 'Unpack it with zstd -d --long=31, then choose the .tar.',
  },
  'xz-filter': {
    what: '{file} was compressed by xz in a way that can’t be read here: with a filter (BCJ or delta), a SHA-256 check, or a dictionary of more than 64 MiB.',
    todo: 'Unpack it with unxz and choose the .tar.',
  },
  'decompression-bomb': {
    what: '{file} unpacks to more than any image could hold (byte {found} was reached).',
    todo: 'Do not trust the file.',
  },
  'bad-zip': {
    what: '{file} can’t be read as a zip. {entry} {reason}',
    todo: 'Copy the file again, or unzip it and choose the .tar inside.',
  },
  'zip-too-many': {
    what: '{file} holds more than {expected} files.',
    todo: 'No zip of image archives holds so many. Unzip it and choose the .tar inside.',
  },
  'zip-encrypted': {
    what: '{entry} in {file} is encrypted.',
    todo: 'Unzip it with its password and choose the .tar inside.',
  },
  'zip-without-archive': {
    what: '{file} is a zip without an image archive in it.',
    todo: 'Choose a zip that holds the .tar of docker save.',
  },
  'truncated-header': {
    what: '{file} ends inside a header, at byte {offset}: {expected} bytes were expected, {found} are there.',
    todo: 'The archive is incomplete. Copy it again and compare sizes, or save the image again.',
  },
  'truncated-payload': {
    what: '{file} ends inside {entry}, at byte {offset}: the entry has {expected} bytes, only {found} are there.',
    todo: 'The archive is incomplete. Copy it again and compare sizes, or save the image again.',
  },
  'bad-checksum': {
    what: '{file} is damaged at byte {offset}: the header’s checksum says {expected}, its bytes add up to {found}.',
    todo: 'Copy the file again, or save the image again.',
  },
  'bad-size': {
    what: '{file} states an impossible size for {entry}, at byte {offset}.',
    todo: 'The archive is damaged, or was made to mislead. Save the image again.',
  },
  'bad-pax': {
    what: '{file} has an extended header at byte {offset} that can’t be read.',
    todo: 'The archive is damaged. Copy it again, or save the image again.',
  },
  'bad-field': {
    what: '{file} has a header at byte {offset} whose field {field} can’t be read: {found}',
    todo: 'The archive is damaged; engines refuse it too. Copy it again, or save the image again.',
  },
  'bad-sparse': {
    what: '{entry} in {file}, at byte {offset}, is a sparse file whose map does not fit its bytes.',
    todo: 'The archive is damaged; engines refuse it too. Save the image again, and pack it without tar -S.',
  },
  'lone-zero-block': {
    what: '{file} has a single block of zeros at byte {offset} and more behind it: some readers stop there, engines refuse it.',
    todo: 'The archive is damaged, or was made to mislead. Save the image again.',
  },
  'too-many-names': {
    what: '{file} lists so many entries, or such long names, that they fill more than {expected} bytes by byte {offset}.',
    todo: 'No image has so many. Choose the output of docker save, not of docker export, and no backup.',
  },
  'oversized-header': {
    what: '{file} has an extended header of {found} bytes at byte {offset}; more than {expected} is never needed.',
    todo: 'The archive is damaged, or was made to mislead. Save the image again.',
  },
  'archive-within': {
    what: '{file} holds another archive, {entry}, packed too many times over to be read in its place.',
    todo: 'Unpack it and give {entry} itself.',
  },
  'folder-too-many': {
    what: 'The folder {file} holds more than {expected} files.',
    todo: 'Choose the folder of one image, or the archives themselves.',
  },
  'folder-without-archive': {
    what: 'The folder {file} holds no archive, no JSON and no image.',
    todo: 'Choose a folder with archives in it, an OCI layout, a dir: of skopeo, or an unpacked docker save.',
  },
  'unpacked-save': {
    what: '{file} holds the files of an unpacked save (folder: {entry}); engines read them from the root of a tar only.',
    todo: 'Unpack it, and pack its contents as a tar again: tar -cf app.tar -C {entry} .',
  },
  'container-export': {
    what: '{file} holds the files of one system, as docker export and buildx --output type=tar write them: nothing in it tells of layers.',
    todo: 'Save the image instead: docker save -o app.tar IMAGE. What was changed in the container alone is to be committed first (docker commit).',
  },
  'layers-unlisted': {
    what: '{file} holds layers of an image, but nothing that lists them: neither manifest.json nor index.json.',
    todo: 'The rest of it was lost: cut off, copied as text, or left out by hand. Copy it again and compare its checksum with the original’s.',
  },
  'no-entries': {
    what: '{file} holds nothing: it is an empty tar, or begins with zeros.',
    todo: 'Its bytes may have been lost on the way: copy it again and compare its checksum with the original’s.',
  },
  'one-part': {
    what: '{file} is one part of a file that was cut into several; it can’t be read alone.',
    todo: 'Join the parts first, in their order, by the commands that came with them or by cat {found} > {expected}; then choose {expected}.',
  },
  'dir-transport': {
    what: '{file} holds a folder as skopeo’s dir: writes it, which no engine loads.',
    todo: 'Unpack it, and copy it from there into an archive: skopeo copy dir:FOLDER docker-archive:app.tar:NAME:TAG',
  },
  'cut-off': {
    what: '{file} breaks off at byte {offset}: it has no end mark, and nothing in it lists an image.',
    todo: 'The archive is incomplete. Copy it again and compare its size with the original’s, or save the image again.',
  },
  'nothing-listed': {
    what: '{file} is an image archive without an image: {entry} lists nothing.',
    todo: 'Save again, and name the image: docker save -o file.tar NAME:TAG.',
  },
  'no-image-held': {
    what: '{file} holds no container image, but {holds}.',
    todo: 'There are no layers in it that could stay at home: carry it as it is.',
  },
  'old-image-format': {
    what: '{file} is in the format of Docker before 1.10, without manifest.json.',
    todo: 'Load it into Docker with the classic image store (28 still reads it; the containerd store does not), and save it again there.',
  },
  'schema-1': {
    what: '{file} holds an image under a manifest of Docker’s schema 1, which does not tell its layers’ diff IDs.',
    todo: 'Fetch it anew where it comes from; skopeo writes another manifest for it: skopeo copy docker://NAME:TAG docker-archive:app.tar:NAME:TAG',
  },
  'not-json': {
    what: '{entry} in {file} is not JSON (at byte {offset}): {reason}',
    todo: 'The archive is damaged. Save the image again.',
  },
  'json-behind': {
    what: '{entry} in {file} is JSON, and something stands behind it (at byte {offset}).',
    todo: 'No engine reads that: something was appended to it, or it was edited. Save the image again.',
  },
  'json-too-large': {
    what: '{entry} in {file} has {found} bytes; a real one stays below {expected}.',
    todo: 'This is no archive that an engine wrote. Save the image again.',
  },
  'bad-manifest': {
    what: '{entry} in {file} is not an image manifest: {expected} was expected.',
    todo: 'The archive is damaged, or of a kind that engines do not load. Save the image again.',
  },
  'bad-index': {
    what: '{entry} in {file} is not an image index: {expected} was expected.',
    todo: 'The archive is damaged, or of a kind that engines do not load. Save the image again.',
  },
  'bad-config': {
    what: '{entry} in {file} is not an image config: {expected} was expected.',
    todo: 'The archive is damaged. Save the image again.',
  },
  'file-absent': {
    what: '{file} names {entry} ({expected}), which is not in it.',
    todo: 'The archive is incomplete. Save the image again: what its layers lack stands among the remarks.',
  },
  'unsafe-path': {
    what: '{file} names a path outside the archive: {entry}',
    todo: 'No engine writes such an archive. Do not trust it.',
  },
  'link-loop': {
    what: 'In {file} the links of {entry} lead in a circle.',
    todo: 'The archive is damaged, or was made to mislead. Save the image again.',
  },
  'nested-too-deep': {
    what: '{file} nests indexes deeper than any real image ({entry}).',
    todo: 'No engine writes such an archive. Do not trust it.',
  },
  'layers-alike': {
    what: '{file} has the same bytes for two different layers, {entry} and {other}: one of them is damaged.',
    todo: 'Save the image again.',
  },
  'sparse-layer': {
    what: '{entry} in {file} is stored as a sparse file (tar -S), so its bytes are not the layer’s bytes.',
    todo: 'Pack the archive again without -S, or save the image again.',
  },
  'layer-encrypted': {
    what: '{file} is encrypted: without its key there is nothing to see.',
    todo: 'Leaving it out and carrying it work all the same.',
  },
  'bytes-not-kept': {
    what: '{file} is compressed, and was read without keeping its layers.',
    todo: 'Choose it again under “To send”, or unpack it first.',
  },
  unreadable: {
    what: '{file} can’t be read any more: {reason}',
    todo: 'Is the disk or the stick still connected? Choose the file again.',
  },
  'layer-damaged': {
    what: '{file} was not saved: the layer “{layer}” is damaged.',
    todo: '{entry}, from byte {offset} on, should be {expected}, and is {found}. Save the image again where it comes from; “Check” says what else is wrong.',
  },
  'blob-damaged': {
    what: '{file} was not saved: {entry} is damaged.',
    todo: 'From byte {offset} on it should be {expected}, and is {found}. Save the image again where it comes from; “Check” says what else is wrong.',
  },
  'changed-on-disk': {
    what: '{file} has changed on disk since it was opened, or is no longer there.',
    todo: 'Is its disk or stick still connected? Wait until whatever writes it has finished, then choose the file again.',
  },
  'worker-died': {
    what: 'The background worker stopped while it was busy with {file}. {reason}',
    todo: 'The other files were opened again. Try this once more; if it happens again, restart the browser.',
  },
  'out-of-space': {
    what: 'The browser has no room for {file}: {expected} bytes are needed, {found} are free.',
    todo: 'Free some disk space. If it is compressed, unpack it first: a plain .tar takes no space to be read.',
  },
  'disk-full': {
    what: 'There is no room left for {file}. {reason}',
    todo: 'Free some space where it is written, or choose another place. Nothing half-written was left behind.',
  },
  'write-refused': {
    what: 'The browser refused to write {file}: {reason}',
    todo: 'Choose another name or folder. Where an organisation manages the browser, its rules may forbid it. Nothing half-written was left behind.',
  },
  unexpected: {
    what: 'Something unexpected happened with {file}: {reason}',
    todo: 'Please report it, with this text. Nothing was changed or lost.',
  },
})
