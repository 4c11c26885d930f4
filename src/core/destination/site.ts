import type { HostMode } from './destination'
import { chainIds } from '../image/chain'
import type { Descriptor, Platform } from '../image/descriptor'
import type { Digest } from '../image/digest'
import type { Store } from '../engine'
import type { LoaderId } from '../engine/loader'
import type { HeldImage, Holding } from './holding'

/** What one destination has, as it is remembered and as it travels: plain JSON. */
export interface SiteRecord {
  /** The version of this form. It comes first, so that a file tells by its first bytes what it is. */
  readonly 'layershed-site': 1
  readonly name: string
  /** When it was kept last; ISO 8601, as all dates here. */
  readonly updated: string
  /** Whether its inventories are of one host. */
  readonly mode: HostMode
  /** Who takes archives in there, where somebody said so. */
  readonly loader?: LoaderId
  readonly holdings: readonly HoldingRecord[]
  /** What was brought there since. */
  readonly deliveries: readonly Delivery[]
}

/** A slim archive that was brought to the site, and what loading it left there. */
export interface Delivery {
  readonly id: string
  readonly date: string
  readonly file: string
  readonly holding: HoldingRecord
}

/** A `Holding` without its chain IDs: diff IDs give them. */
export interface HoldingRecord {
  readonly name: string
  readonly source: Holding['source']
  readonly store: Store
  readonly images: readonly ImageRecord[]
}

interface ImageRecord {
  readonly name: string
  readonly tags: readonly string[]
  readonly platform: Platform
  readonly layers: readonly LayerRecord[]
}

interface LayerRecord {
  readonly diffId: Digest
  readonly blob?: Descriptor
  readonly createdBy?: string
}

/** A site whose record was read: what it has, as a plan takes it. */
export interface Site {
  readonly record: SiteRecord
  readonly holdings: readonly Holding[]
}

/** Files and sites that together tell what is there, as one site. */
export function siteOf(
  name: string,
  updated: string,
  mode: HostMode,
  holdings: readonly Holding[],
  sites: readonly SiteRecord[],
): SiteRecord {
  return {
    'layershed-site': 1,
    name,
    updated,
    mode,
    // A manifest alone speaks of no image: its blobs are joined to another file's images by now.
    holdings: [
      ...sites.flatMap((site) => site.holdings),
      ...holdings.filter(({ images }) => images.length > 0).map(recordOf),
    ],
    deliveries: sites.flatMap((site) => site.deliveries),
  }
}

export const recordOf = ({ name, source, store, images }: Holding): HoldingRecord => ({
  name,
  source,
  store,
  images: images.map((image) => ({
    name: image.name,
    tags: image.tags,
    platform: image.platform,
    layers: image.layers.map(({ diffId, blob, createdBy }) => ({
      diffId,
      ...(blob === undefined ? {} : { blob }),
      ...(createdBy === undefined ? {} : { createdBy }),
    })),
  })),
})

/** The chain IDs are worked out anew: a file can't say one thing and mean another. */
export async function holdingsOfSite({ name, mode, holdings, deliveries }: SiteRecord): Promise<Holding[]> {
  const site = { name, severalHosts: mode === 'every-host' }
  const records = [...holdings, ...deliveries.map(({ holding }) => holding)]
  return Promise.all(
    records.map(async ({ source, store, images }) => ({
      name,
      site,
      source,
      store,
      images: await Promise.all(images.map(heldImage)),
    })),
  )
}

async function heldImage({ name, tags, platform, layers }: ImageRecord): Promise<HeldImage> {
  const chains = await chainIds(layers.map(({ diffId }) => diffId))
  return {
    name,
    tags,
    platform,
    layers: layers.map(({ diffId, blob, createdBy }, at) => ({ diffId, chain: chains[at]!, blob, createdBy })),
  }
}

/** Several sites in one file. */
export interface SiteBundle {
  readonly 'layershed-sites': 1
  readonly sites: readonly SiteRecord[]
}

export const bundleText = (sites: readonly SiteRecord[]) =>
  `${JSON.stringify({ 'layershed-sites': 1, sites } satisfies SiteBundle, undefined, 1)}\n`

/** As it is exported: for machines, and legible to people. */
export const siteText = (record: SiteRecord) => `${JSON.stringify(record, undefined, 1)}\n`
