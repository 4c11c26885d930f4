import { remark, type Finding } from '../image/finding'
import { nameOf, type Image, type ImageArchive } from '../image/model'
import { signedImages } from '../image/signed'
import type { SlimPlan } from '../plan/slim-plan'

/** Of each image that something in its archive signs or attests: whether the manifest that is written is still the one it names. */
export const signatureFindings = (archive: ImageArchive, { relinked }: Pick<SlimPlan, 'relinked'>): Finding[] =>
  signedImages(archive).map((image) => {
    const facts = { image: nameOf(image) }
    if (isRelinked(image, relinked)) return remark('signature-lost', facts, image.place)
    return remark('signature-fits', facts, image.place)
  })

const isRelinked = ({ layers }: Image, relinked: SlimPlan['relinked']) =>
  layers.some(({ payload }) => relinked.has(payload))
