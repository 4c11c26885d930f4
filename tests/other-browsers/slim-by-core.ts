import type { FormId } from '../../src/core/form/form-id'
import { destinationOf, sampleFile, slimmed } from '../fixtures/opening'

/** What the core makes of two samples here, in Node. */
export async function slimByCore(target: string, base: string, form: FormId): Promise<Buffer> {
  const { bytes } = await slimmed(await sampleFile(target), await destinationOf([await sampleFile(base)]), form)
  return Buffer.from(bytes)
}
