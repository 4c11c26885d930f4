import type { HostMode } from '../destination/destination'
import type { Finding } from '../image/finding'
import { remark } from '../image/finding'
import { counted, type Held } from '../image/kind'
import { holdingsOf } from '../destination/inventory/join'
import type { Store } from '../engine'
import { loaderOf, type LoaderId } from '../engine/loader'
import type { Opened } from '../job/opened'
import type { Site, SiteRecord } from '../destination/site'
import { platformsOf } from '../plan/only-platform'
import { nameOf } from '../image/model'
import { firstImages, firstOf } from './excerpt'
import { wholeName } from './output-names'
import { viewImages, type DrawnImages } from './picture'

/** An opened file as the page shows it, as plain data. */
export type FileView =
  | (DrawnImages & {
      readonly kind: 'archive'
      readonly layout: 'docker-archive' | 'oci-layout'
      /** The chain IDs of the first images, by which bases are told from targets. */
      readonly chains: readonly (readonly string[])[]
      readonly findings: readonly Finding[]
      readonly findingCount: number
      /** What is no image, and travels with them. */
      readonly held: Held
      /** Where there are several, of which one can travel alone. */
      readonly platforms: readonly string[]
    })
  | (HeldImages & {
      readonly kind: 'inventory'
      readonly store: Store
      /** Who takes archives in there, as far as it tells. */
      readonly loader: LoaderId | undefined
      readonly findings: readonly Finding[]
      readonly findingCount: number
    })
  | CompactView
  | SiteView

/** The first of the images that are there, and how many there are. */
interface HeldImages {
  readonly images: readonly { readonly name: string; readonly layers: number }[]
  readonly imageCount: number
}

/** An archive that is to be restored first. */
export interface CompactView extends HeldImages {
  readonly kind: 'compact'
  /** As it is called once it is restored. */
  readonly wholeName: string
  readonly findings: readonly Finding[]
  readonly findingCount: number
}

/** A remembered site among what is there. */
export interface SiteView extends HeldImages {
  readonly kind: 'site'
  readonly name: string
  readonly updated: string
  readonly mode: HostMode
  /** As it was remembered; else as its inventories tell, where they agree. */
  readonly loader: LoaderId | undefined
  /** How many of its files were inventories, each of a host. */
  readonly inventories: number
  readonly deliveries: number
  readonly findings: readonly Finding[]
  readonly findingCount: number
}

export function viewOf(opened: Opened): FileView {
  if (opened.kind === 'archive') {
    const { images, findings, oci, artifacts } = opened.archive
    const first = firstImages(images)
    const chains = first.filter(({ listed }) => listed).map(({ layers }) => layers.map(({ chain }) => chain))
    return {
      kind: 'archive',
      layout: oci ? 'oci-layout' : 'docker-archive',
      images: viewImages(first),
      imageCount: images.length,
      chains,
      ...findingsOf(findings),
      held: counted(artifacts.map(({ what }) => what)),
      platforms: platformsOf(opened.archive),
    }
  }
  if (opened.kind === 'compact') {
    const images = opened.compact.images.map((image) => ({ name: nameOf(image), layers: image.layers }))
    return { kind: 'compact', wholeName: wholeName(opened.compact.name), ...heldImages(images), ...findingsOf([]) }
  }
  if (opened.kind === 'site') return viewOfSite(opened.site)
  const [holding] = holdingsOf([opened.inventory])
  const images = holding?.images ?? []
  const alone = images.length === 0 ? [remark('manifest-alone', {})] : []
  const findings = [...opened.inventory.findings, ...alone]
  const store = holding?.store ?? 'unknown'
  const withoutDocker = opened.inventory.images.some((image) => image.withoutDocker)
  return {
    kind: 'inventory',
    store,
    loader: loaderOf(store, withoutDocker),
    ...heldImages(images),
    ...findingsOf(findings),
  }
}

function viewOfSite({ record, holdings }: Site): SiteView {
  const { name, updated, mode, deliveries } = record
  const held = heldImages(holdings.flatMap(({ images }) => images))
  const inventories = record.holdings.filter(({ source }) => source === 'inventory').length
  const loader = record.loader ?? loaderAmong(record.holdings)
  return {
    kind: 'site',
    name,
    updated,
    mode,
    loader,
    inventories,
    deliveries: deliveries.length,
    ...held,
    ...findingsOf([]),
  }
}

function loaderAmong(holdings: SiteRecord['holdings']): LoaderId | undefined {
  const [only, ...others] = new Set(holdings.flatMap(({ store }) => loaderOf(store, false) ?? []))
  return others.length === 0 ? only : undefined
}

const heldImages = (images: readonly { readonly name: string; readonly layers: readonly unknown[] }[]): HeldImages => ({
  images: firstOf(images).map(({ name, layers }) => ({ name, layers: layers.length })),
  imageCount: images.length,
})

const findingsOf = (findings: readonly Finding[]) => ({ findings: firstOf(findings), findingCount: findings.length })
