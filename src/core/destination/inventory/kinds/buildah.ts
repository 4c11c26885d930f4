import { field, idAt, namesAt, objectAt } from '../fields'
import { told, type Kind } from '../told'
import { configAt } from './config'

/** `buildah inspect`, of an image or of a working container: it tells of the image below in both formats. */
export const buildah: Kind = (json) => {
  const facts = configAt(objectAt(json, 'OCIv1')) ?? configAt(objectAt(json, 'Docker'))
  if (!facts) return undefined
  const names = namesAt({ FromImage: field(json, 'FromImage') })
  return told({ ...facts, names, ids: idAt(json, 'FromImageID'), store: 'podman' })
}
