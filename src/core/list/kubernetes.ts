import { isObject, type JsonObject } from '../image/json'
import type { Collected } from './collected'
import { readLoose } from './loose'
import { listAt, objectAt, objectsAt, textAt } from './value'

/** Where each kind of workload keeps its pod ("Kubernetes API", Workload Resources). */
const POD_AT: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
}

/** What brings images that stand in a chart or in another repository. */
const BROUGHT = ['HelmRelease', 'HelmChart', 'HelmChartConfig', 'Application', 'ApplicationSet', 'Kustomization']

const CONTAINERS = ['initContainers', 'containers', 'ephemeralContainers']

/** Lists within lists: nobody writes more. */
const DEEPEST = 4

export const isKubernetes = (document: JsonObject) =>
  typeof document['apiVersion'] === 'string' && typeof document['kind'] === 'string'

/** A manifest: a workload's pod; of other kinds whatever looks like an image; of Kubernetes' own others nothing, as they have none. */
export function readKubernetes(document: JsonObject, found: Collected, depth = 0): void {
  found.format('kubernetes')
  const kind = textAt(document, 'kind') ?? ''
  const items = [...objectsAt(document, 'items'), ...(kind === 'Template' ? objectsAt(document, 'objects') : [])]
  if (items.length > 0) {
    if (depth < DEEPEST) for (const item of items) readKubernetes(item, found, depth + 1)
    return
  }
  const where = `${kind}/${textAt(objectAt(document, 'metadata') ?? {}, 'name', 'generateName') ?? '?'}`
  const path = Object.hasOwn(POD_AT, kind) ? POD_AT[kind] : undefined
  const pod = path && objectAt(document, ...path)
  if (pod) return readPod(pod, where, found)
  if (isBuiltIn(textAt(document, 'apiVersion') ?? '')) return
  if (BROUGHT.includes(kind)) found.untold('', 'elsewhere', where)
  readLoose(Object.fromEntries(Object.entries(document).filter(([key]) => !ABOUT.includes(key))), where, found)
}

/** What is told of the object, and not in it. */
const ABOUT = ['apiVersion', 'kind', 'metadata', 'status']

/** `v1`, `apps/v1`, `rbac.authorization.k8s.io/v1`; what is worked on beside Kubernetes has groups in `x-k8s.io`. */
const isBuiltIn = (apiVersion: string) => {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  return !group.includes('.') || (group.endsWith('.k8s.io') && !group.endsWith('.x-k8s.io') && !OUTSIDE.test(group))
}

/** Groups in Kubernetes' name that it does not come with. */
const OUTSIDE = /^kustomize\./

function readPod(pod: JsonObject, where: string, found: Collected): void {
  for (const kind of CONTAINERS)
    for (const container of objectsAt(pod, kind)) {
      const image = textAt(container, 'image')
      if (image === undefined) found.untold(textAt(container, 'name') ?? '', 'no-image', where)
      else found.name(image, where)
      readSettings(container, where, found)
    }
  for (const volume of objectsAt(pod, 'volumes')) {
    const reference = textAt(objectAt(volume, 'image') ?? {}, 'reference')
    if (reference !== undefined) found.name(reference, where)
  }
}

/** Operators are told the images that they start: `RELATED_IMAGE_…`, `--config-reloader-image=…`. */
function readSettings(container: JsonObject, where: string, found: Collected): void {
  for (const word of [...listAt(container, 'command'), ...listAt(container, 'args')]) {
    const [, value] = (typeof word === 'string' && FLAG.exec(word)) || []
    if (value !== undefined) found.name(value, where, 'likely')
  }
  for (const variable of objectsAt(container, 'env')) {
    const value = textAt(variable, 'value')
    if (value !== undefined && /IMAGE/i.test(textAt(variable, 'name') ?? '') && SAYS_WHICH.test(value))
      found.name(value, where, 'likely')
  }
}

const FLAG = /^--?[\w.-]*(?:image|reloader)[\w.-]*=(\S+[:@]\S+)$/i

/** With a tag or a digest. */
const SAYS_WHICH = /[\w}][:@][\w$]/

/** What kustomize puts in the place of images, and the files where those are named. */
export function readKustomization(document: JsonObject, found: Collected): void {
  found.format('kustomization')
  for (const image of objectsAt(document, 'images')) {
    const name = textAt(image, 'newName') ?? textAt(image, 'name') ?? ''
    const tag = textAt(image, 'newTag')
    const digest = textAt(image, 'digest')
    if (digest !== undefined) found.name(`${name}@${digest}`, 'images', 'likely')
    else if (tag !== undefined) found.name(`${name}:${tag}`, 'images', 'likely')
    else found.untold(name, 'no-tag', 'images')
  }
  for (const key of OTHER_FILES)
    for (const item of listAt(document, key)) {
      const text = typeof item === 'string' ? item : isObject(item) ? textAt(item, 'name', 'path', 'repo') : undefined
      if (text !== undefined) found.untold(text, 'elsewhere', key)
    }
}

const OTHER_FILES = ['resources', 'bases', 'components', 'helmCharts', 'helmChartInflationGenerator']

/** By its kind, or by what only it has: neither has to be written. */
export const isKustomization = (document: JsonObject) =>
  /^kustomize\.config\.k8s\.io\//.test(textAt(document, 'apiVersion') ?? '') ||
  (document['kind'] === undefined &&
    (OTHER_FILES.some((key) => listAt(document, key).length > 0) ||
      objectsAt(document, 'images').some((image) => ['newTag', 'newName'].some((key) => Object.hasOwn(image, key)))))
