import type { HostMode } from '../destination/destination'
import type { Finding } from '../image/finding'
import { remark } from '../image/finding'
import { counted, type Held } from '../image/kind'
import { holdingsOf } from '../destination/inventory/join'
import type { Store } from '../engine'
import type { HeldImage } from '../destination/holding'
import type { Opened } from '../job/opened'
import type { Site } from '../destination/site'
import { platformsOf } from '../plan/only-platform'
import { viewImages, type ImageView } from './picture'

/** An opened file as the page shows it, as plain data. */
export type FileView =
  | {
      readonly kind: 'archive'
      readonly layout: 'docker-archive' | 'oci-layout'
      readonly images: readonly ImageView[]
      /** The chain IDs of each image, by which bases are told from targets. */
      readonly chains: readonly (readonly string[])[]
      readonly findings: readonly Finding[]
      /** What is no image, and travels with them. */
      readonly held: Held
      /** Where there are several, of which one can travel alone. */
      readonly platforms: readonly string[]
    }
  | {
      readonly kind: 'inventory'
      readonly store: Store
      readonly images: readonly { readonly name: string; readonly layers: number }[]
      readonly findings: readonly Finding[]
    }
  | SiteView

/** A remembered site among what is there. */
export interface SiteView {
  readonly kind: 'site'
  readonly name: string
  readonly updated: string
  readonly mode: HostMode
  /** How many of its files were inventories, each of a host. */
  readonly inventories: number
  readonly deliveries: number
  readonly images: readonly { readonly name: string; readonly layers: number }[]
  readonly findings: readonly Finding[]
}

export function viewOf(opened: Opened): FileView {
  if (opened.kind === 'archive') {
    const { images, findings, oci, artifacts } = opened.archive
    const chains = images.filter(({ listed }) => listed).map(({ layers }) => layers.map(({ chain }) => chain))
    return {
      kind: 'archive',
      layout: oci ? 'oci-layout' : 'docker-archive',
      images: viewImages(images),
      chains,
      findings,
      held: counted(artifacts.map(({ what }) => what)),
      platforms: platformsOf(opened.archive),
    }
  }
  if (opened.kind === 'site') return viewOfSite(opened.site)
  const [holding] = holdingsOf([opened.inventory])
  const images = (holding?.images ?? []).map(brief)
  const alone = images.length === 0 ? [remark('manifest-alone', {})] : []
  const findings = [...opened.inventory.findings, ...alone]
  return { kind: 'inventory', store: holding?.store ?? 'unknown', images, findings }
}

function viewOfSite({ record, holdings }: Site): SiteView {
  const { name, updated, mode, deliveries } = record
  const images = holdings.flatMap(({ images }) => images).map(brief)
  const inventories = record.holdings.filter(({ source }) => source === 'inventory').length
  return { kind: 'site', name, updated, mode, inventories, deliveries: deliveries.length, images, findings: [] }
}

const brief = ({ name, layers }: HeldImage) => ({ name, layers: layers.length })
