import { mayBeKeyedBy } from '../engine'
import type { Digest } from '../image/digest'
import type { HeldLayer, Holding } from './holding'
import type { Descriptor } from '../image/descriptor'

/** Several inventories and sites may be one host's, or each a host of its own. Archives that are no site's count for every host. */
export type HostMode = 'one-host' | 'every-host'

/** What may be taken as present: on every host, where there are several. */
export interface Destination {
  readonly holdings: readonly Holding[]
  /** 1, unless what was given speaks of several. */
  readonly hosts: number
  readonly chains: ReadonlySet<Digest>
  /** The blobs that every host with a digest-keyed store is known to hold, by diff ID. */
  readonly blobs: ReadonlyMap<Digest, readonly Descriptor[]>
  /** Diff IDs that an inventory names without a blob, on a host that may have a containerd store. */
  readonly unproven: ReadonlySet<Digest>
  /** Diff IDs that only hosts without a containerd store name: no digest matters there. */
  readonly digestFree: ReadonlySet<Digest>
}

export function combine(holdings: readonly Holding[], mode: HostMode): Destination {
  const inventories = holdings.filter(isInventory)
  const hosts = hostsAmong(holdings, mode)
  const keyedByDigest = hosts.filter((host) => host.some(mayGoByDigests))
  const blobs = intersectBlobs(keyedByDigest.map(blobsOf))
  const named = new Set(inventories.flatMap(layersOf).map(({ diffId }) => diffId))
  const asking = new Set(
    inventories.filter(mayGoByDigests).flatMap(layersOf).map(({ diffId }) => diffId), // prettier-ignore
  )
  return {
    holdings,
    hosts: hosts.length,
    chains: intersect(hosts.map((host) => new Set(host.flatMap(layersOf).map(({ chain }) => chain)))),
    blobs,
    unproven: new Set([...asking].filter((diffId) => !blobs.has(diffId))),
    digestFree: new Set([...named].filter((diffId) => !asking.has(diffId))),
  }
}

function hostsAmong(holdings: readonly Holding[], mode: HostMode): readonly (readonly Holding[])[] {
  if (mode === 'one-host') return [holdings]
  const loose = holdings.filter(({ site }) => site === undefined)
  const everywhere = loose.filter(({ source }) => source === 'archive')
  const sites = new Set(holdings.flatMap(({ site }) => site?.name ?? []))
  const ofSites = [...sites].flatMap((name) => hostsOfSite(holdings.filter(({ site }) => site?.name === name)))
  const hosts = [...hostsOf(loose), ...ofSites]
  return hosts.length === 0 ? [holdings] : hosts.map((host) => [...new Set([...everywhere, ...host])])
}

/** One for each inventory, with the archives that stand beside it. */
function hostsOf(holdings: readonly Holding[]): Holding[][] {
  const archives = holdings.filter(({ source }) => source === 'archive')
  return holdings.filter(isInventory).map((inventory) => [...archives, inventory])
}

function hostsOfSite(holdings: readonly Holding[]): (readonly Holding[])[] {
  const several = holdings.some(({ site }) => site?.severalHosts) ? hostsOf(holdings) : []
  return several.length > 0 ? several : [holdings]
}

/** A manifest alone speaks of no host: its blobs are joined to another file's images by now. */
const isInventory = ({ source, images }: Holding) => source === 'inventory' && images.length > 0

const mayGoByDigests = ({ store }: Holding) => mayBeKeyedBy(store, 'digests')

const layersOf = ({ images }: Holding): HeldLayer[] => images.flatMap(({ layers }) => layers)

/** No layer is packed in more ways; what is known beyond would only be looked through. */
const MOST_PACKINGS = 100

function blobsOf(host: readonly Holding[]): Map<Digest, Descriptor[]> {
  const blobs = new Map<Digest, Descriptor[]>()
  for (const { diffId, blob } of host.flatMap(layersOf)) {
    if (!blob) continue
    const known = blobs.get(diffId)
    if (!known) blobs.set(diffId, [blob])
    else if (known.length < MOST_PACKINGS && !known.some(({ digest }) => digest === blob.digest)) known.push(blob)
  }
  return blobs
}

function intersectBlobs(hosts: readonly Map<Digest, Descriptor[]>[]): Map<Digest, readonly Descriptor[]> {
  const [first = new Map<Digest, Descriptor[]>(), ...rest] = hosts
  const everywhere = [...first].map(([diffId, blobs]) => {
    const common = blobs.filter(({ digest }) =>
      rest.every((host) => host.get(diffId)?.some((blob) => blob.digest === digest)),
    )
    return [diffId, common] as const
  })
  return new Map(everywhere.filter(([, blobs]) => blobs.length > 0))
}

function intersect(sets: readonly ReadonlySet<Digest>[]): Set<Digest> {
  const [first = new Set<Digest>(), ...rest] = sets
  return new Set([...first].filter((item) => rest.every((set) => set.has(item))))
}
