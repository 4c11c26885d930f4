import { has, idAt, namesAt, objectAt } from '../fields'
import { told, type Kind } from '../told'
import { configAt } from './config'
import { manifest } from './manifest'

/** `nerdctl image inspect --mode=native`: containerd's own record, the manifest and the config beside each other. */
export const nerdctlNative: Kind = (json) => {
  const config = has(json, 'ImageConfigDesc') ? objectAt(json, 'ImageConfig') : undefined
  const facts = configAt(config)
  if (!facts) return undefined
  const idsOf = (name: string) => idAt(objectAt(json, name) ?? {}, 'digest')
  const names = namesAt({ Name: objectAt(json, 'Image')?.['Name'] })
  const ids = [...idsOf('ImageConfigDesc'), ...idsOf('ManifestDesc')]
  const own = objectAt(json, 'Manifest')
  return {
    ...told({ ...facts, names, ids, store: 'containerd', withoutDocker: true }),
    ...(own ? manifest(own, { text: undefined, names: [] }) : {}),
  }
}
