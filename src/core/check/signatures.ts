import { remark, type Finding } from '../image/finding'
import { nameOf, type Image, type ImageArchive } from '../image/model'
import { signedImages, signedTogether } from '../image/signed'
import type { SlimPlan } from '../plan/slim-plan'

/** Of each image that something in its archive signs or attests: whether the manifest, or the index, that is written is still the one it names. */
export function signatureFindings(archive: ImageArchive, { relinked }: Pick<SlimPlan, 'relinked'>): Finding[] {
  const lost = new Set(
    signedTogether(archive)
      .filter((images) => images.some((image) => isRelinked(image, relinked)))
      .flat(),
  )
  return signedImages(archive).map((image) => {
    const facts = { image: nameOf(image) }
    if (lost.has(image)) return remark('signature-lost', facts, image.place)
    return remark('signature-fits', facts, image.place)
  })
}

const isRelinked = ({ layers }: Image, relinked: SlimPlan['relinked']) =>
  layers.some(({ payload }) => relinked.has(payload))
