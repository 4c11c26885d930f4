import type { ReasonFacts } from '../../core/plan/verdict'
import { wordsFor } from '../words'

/** Both a finding and, where nothing is shared, the reason for it. */
export const platformsDiffer = {
  what: 'The two sides are for different platforms: {expected} there, {found} here.',
  todo: 'Save the image for the destination’s platform (docker save --platform, or docker pull --platform first).',
} as const

/** Why an archive has nothing to leave out. */
export const reasons = wordsFor<ReasonFacts>()({
  'platforms-differ': platformsDiffer,
  'first-layer-differs': {
    what: '{image} and {base} differ from the first layer on. Here it is “{found}”, there “{expected}”.',
    todo: 'They were built on different bases, or on different builds of one. Carry the original archive.',
  },
  'no-layers-there': {
    what: 'What was given for the destination holds no layers.',
    todo: 'Give an archive of the base, or the output of docker image inspect.',
  },
  'digests-unknown': {
    what: 'The destination has layers of this archive ({found}), but their digests there are not known.',
    todo: 'For a classic Docker store or Podman choose “as is”. Or give the base’s fingerprint.',
  },
  'none-to-spare': {
    what: '{image} shares {found} layers with {base}, but they take no room here that could be saved: they are missing from the archive, or another layer needs the same bytes.',
    todo: 'Carry the original archive.',
  },
  'image-without-layers': {
    what: '{image} has no layers: there is nothing to leave out.',
    todo: 'Carry the original archive: it is small.',
  },
  'layers-elsewhere': {
    what: '{base} has {found} of the layers of {image} byte for byte, but there they stand on top of another layer.',
    todo: 'An engine knows a layer by the whole stack below it. Carry the original archive, or build on the very image that is there.',
  },
  'hosts-differ': {
    what: 'Some hosts have layers of {image}, but not all of them: {base} does not share its first layer.',
    todo: 'Carry the original archive, or slim it for each host by itself. If it is one host after all, say so under “Already there”.',
  },
})
