import { has, idAt, namesAt, objectAt, field, unwrapped } from '../fields'
import { told, type Kind } from '../told'
import { configAt } from './config'

/** `crictl inspecti` of a Kubernetes node: containerd tells the chain ID too, CRI-O keeps its images as Podman does. */
export const crictl: Kind = (json) => {
  const status = objectAt(json, 'status')
  const outer = unwrapped(field(json, 'info'))
  if (!status || !outer) return undefined
  const info = unwrapped(field(outer, 'info')) ?? outer
  const facts = configAt(unwrapped(field(info, 'imageSpec')))
  if (!facts) return undefined
  const store = has(info, 'chainID') ? 'containerd' : has(info, 'labels') ? 'podman' : 'unknown'
  return told({
    ...facts,
    names: namesAt({ RepoTags: field(status, 'repoTags') }),
    ids: idAt(status),
    store,
    withoutDocker: true,
  })
}
