import { isStack } from '../../../image/config'
import type { Digest } from '../../../image/digest'
import { has, idAt, isHash, namesAt } from '../fields'
import { told, type Kind, type Place, type Told } from '../told'

/** What jq leaves when it is told to: any object with a list of digests in it, `{name, layers: .RootFS.Layers}`. */
export const stackWithin: Kind = (json, place) => {
  // These are the digests of compressed layers, not diff IDs.
  if (has(json, 'LayersData') || has(json, 'Digest', 'Layers') || has(json, 'DockerVersion', 'Layers')) return undefined
  const stacks = Object.values(json).filter(isDiffIds)
  if (stacks.length !== 1) return undefined
  const own = namesAt(json)
  return told({ names: own.length > 0 ? own : place.names, ids: idAt(json), diffIds: stacks[0]! })
}

/** A list of diff IDs alone, as `--format '{{json .RootFS.Layers}}'` prints it. */
export const bareStack = (json: unknown, { names }: Place): Told | undefined =>
  isDiffIds(json) ? told({ names, diffIds: json }) : undefined

const isDiffIds = (value: unknown): value is Digest[] => isStack(value) && value.length > 0 && value.every(isHash)
