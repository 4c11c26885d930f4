import { isObject, type JsonObject } from '../image/json'
import type { Collected } from './collected'
import { listAt, objectAt, objectsAt, textAt } from './value'

/** A Compose file ("Compose file reference", services). Profiles only say when: what stands in one is to be there, too. */
export function readCompose(file: JsonObject, found: Collected): void {
  found.format('compose')
  const services = objectAt(file, 'services') ?? {}
  for (const [name, service] of Object.entries(services)) {
    const where = `services.${name}`
    if (isObject(service)) readService(service, services, where, found)
    else found.untold('', 'no-image', where)
  }
  for (const path of included(file['include'])) found.untold(path, 'elsewhere', 'include')
}

/** By its services; a file that only includes others has none. */
export const isCompose = (file: JsonObject) =>
  objectAt(file, 'services') !== undefined ||
  (file['include'] !== undefined && Object.keys(file).every((key) => ['include', 'name', 'version'].includes(key)))

/** The first versions had services at the root, and nothing else. */
export function isOldCompose(file: JsonObject): boolean {
  const services = Object.values(file)
  return services.length > 0 && services.every(isService)
}

const isService = (value: unknown) =>
  isObject(value) &&
  (typeof value['image'] === 'string' || value['build'] !== undefined) &&
  !OTHERS.some((key) => Object.hasOwn(value, key))

/** Keys of CI jobs and of charts' values, that have images too. */
const OTHERS = ['script', 'stage', 'steps', 'tag', 'repository', 'replicaCount']

function readService(service: JsonObject, services: JsonObject, where: string, found: Collected): void {
  const whole = extended(service, services)
  const image = textAt(whole, 'image')
  const isBuilt = whole['build'] !== undefined
  if (image !== undefined) found.name(image, where, isBuilt ? 'built' : 'named')
  else if (isBuilt) found.untold('', 'build', where)
  else if (whole[ELSEWHERE] !== undefined) found.untold(String(whole[ELSEWHERE]), 'elsewhere', where)
  else found.untold('', 'no-image', where)
  for (const volume of objectsAt(whole, 'volumes'))
    if (volume['type'] === 'image') {
      const source = textAt(volume, 'source')
      if (source !== undefined) found.name(source, `${where}.volumes`)
    }
}

/** What a service is with what it extends; that of another file is not known. */
const ELSEWHERE = 'extends another file'

/** Nobody extends what extends what extends … */
const MOST_EXTENDED = 20

function extended(service: JsonObject, services: JsonObject): JsonObject {
  let whole = service
  let next: unknown = service['extends']
  for (let steps = 0; next !== undefined && steps < MOST_EXTENDED; steps++) {
    const name = typeof next === 'string' ? next : isObject(next) ? textAt(next, 'service') : undefined
    const file = isObject(next) ? textAt(next, 'file') : undefined
    if (file !== undefined) return { [ELSEWHERE]: `${file}: ${name ?? ''}`, ...whole }
    const base = name === undefined ? undefined : objectAt(services, name)
    if (!base) return { [ELSEWHERE]: name ?? '', ...whole }
    whole = { ...base, ...whole }
    next = base['extends']
  }
  return whole
}

/** `include: file`, a list of files, or of files with options. */
function included(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(included)
  if (!isObject(value)) return []
  const path = textAt(value, 'path')
  return path !== undefined ? [path] : listAt(value, 'path').filter((item) => typeof item === 'string')
}
