import type { CompactErrorCode, ErrorFacts } from '../../core/errors'
import { wordsFor } from '../words'

const COPY_AGAIN = 'Copy the file again and compare its checksum with the original’s. Nothing was written.'

/** What is said of compact archives. */
export const compactErrors = wordsFor<Pick<ErrorFacts, CompactErrorCode>>()({
  'compact-first': {
    what: '{file} is a compact archive: it carries what changed, and is no image archive until it is restored.',
    todo: 'Give it under “To send” with its bases under “Already there” and restore it, or run the script in it; then use the archive that comes out.',
  },
  'compact-damaged': {
    what: '{file} is damaged: {entry} contradicts itself.',
    todo: COPY_AGAIN,
  },
  'compact-absent': {
    what: '{file} is damaged: {entry} is not in it.',
    todo: COPY_AGAIN,
  },
  'compact-twice': {
    what: '{file} is damaged: {entry} is in it twice.',
    todo: COPY_AGAIN,
  },
  'compact-packed': {
    what: '{file} is damaged: {entry}, at byte {offset}, can’t be unpacked.',
    todo: COPY_AGAIN,
  },
  'compact-note': {
    what: '{file} is damaged: line {line} of {entry} is none that may stand there.',
    todo: COPY_AGAIN,
  },
  'compact-place': {
    what: '{file} is damaged: what {entry} says of byte {offset} can’t be; it is taken already, or not there.',
    todo: COPY_AGAIN,
  },
  'compact-size': {
    what: '{file} is damaged: {entry} comes to {found} bytes, where {expected} are due.',
    todo: COPY_AGAIN,
  },
  'compact-cut-off': {
    what: '{file} is cut off: it ends at byte {offset}, and {entry} is not in it.',
    todo: 'Copy the file again and compare its size with the original’s. Nothing was written.',
  },
  'compact-unlike': {
    what: '{file} is damaged: by {entry} it should come to {expected}, and it comes to {found}.',
    todo: 'The bases are right. Copy the file again and compare its checksum with the original’s. Nothing was written.',
  },
  'compact-limit': {
    what: '{file} asks for more than a compact archive may: {found} in {entry}, where {expected} is the most.',
    todo: 'No tool writes such a file; get it anew from where it was made. Nothing was written.',
  },
  'compact-baseless': {
    what: '{file} can’t be made compact: nothing under “Already there” has bytes that it could build upon.',
    todo: 'A fingerprint, an inspect or a remembered site says what is there and nothing more: give the archive of the old image itself, from docker save.',
  },
  'compact-version': {
    what: '{file} is a compact archive of version {found}; this page knows version 1.',
    todo: 'Restore it with the page that made it, or with the script in it.',
  },
  'compact-lacks': {
    what: '{file} can’t be restored: {layers} of the {expected} layers that it builds upon are in none of the archives under “Already there”; one is {found}.',
    todo: 'Give the very archives there that it was made against, whole, from docker save and from the same store: another packs layers otherwise. Nothing was written.',
  },
  'compact-room': {
    what: 'The browser has no room for what is made of {file}: {found} bytes fit, and more are needed.',
    todo: 'It is kept there until it is saved: free some space on the disk where the browser keeps its profile. Nothing was written.',
  },
})
