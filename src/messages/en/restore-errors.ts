import type { ErrorFacts, RestoreErrorCode } from '../../core/errors'
import { wordsFor } from '../words'

/** Why an archive can’t be made whole. */
export const restoreErrors = wordsFor<Pick<ErrorFacts, RestoreErrorCode>>()({
  'layer-nowhere': {
    what: '{file} can’t be made whole: layer {layer} of {image} is in none of the archives under “Already there”. It was made by: {found}',
    todo: 'Give the archive of the image that it was built upon there, whole, from docker save. Nothing was written.',
  },
  'layer-in-base': {
    what: '{file} can’t be made whole: layer {layer} of {image} is in none of the archives under “Already there”. It was made by: {found}',
    todo: 'It was slimmed against {base}: give the archive of that very image under “Already there” (docker save {base}). Nothing was written.',
  },
  'layer-without-bytes': {
    what: '{file} can’t be made whole: {base} knows layer {layer} of {image}, but holds none of its bytes. It was made by: {found}',
    todo: 'A fingerprint, an inspect or a remembered site says what is there and nothing more: give the archive itself, from docker save. Nothing was written.',
  },
  'layer-otherwise': {
    what: '{file} can’t be made whole: {base} has layer {layer} of {image}, but packed into other bytes than the manifest names. It was made by: {found}',
    todo: 'Give an archive that holds the blob {expected}, or choose the universal form: the layer then goes in as it is there, the image keeps its ID, and its manifest gets another digest. Nothing was written.',
  },
  'base-damaged': {
    what: '{file} is damaged: the bytes of {entry} do not have the digest that names them.',
    todo: 'Copy the file again and compare its checksum with the original’s, or save the image again. Nothing was written. Expected {expected}, found {found}.',
  },
})
