import type { Flaw, Layout, Refusal, Trait } from '../engine/engine'
import { readerIds, readers, type ReaderId } from '../engine/readers'
import { layoutOf } from '../image/layout'
import type { ImageArchive } from '../image/model'
import type { CheckedBlob, CheckedImage, State } from './checked'

/** What comes of giving the archive to one family of engines, or to a registry. */
export interface EngineVerdict {
  readonly engine: ReaderId
  /** `with-base`: where the layers that it lacks are. */
  readonly loads: 'anywhere' | 'with-base' | 'nowhere'
  /** Why not anywhere. */
  readonly because: Why | undefined
  /** What is printed where it does not load. */
  readonly prints: readonly Refusal[]
  /** Versions and commands of the family that refuse it for something else. */
  readonly except: readonly (Refusal & { readonly trait: Trait })[]
}

export type Why = Flaw | Trait | 'layer-emptied' | 'holds-empty-layer' | 'unread'

/** What is wrong, as engines stumble over it. */
export interface Flaws {
  readonly layout: Layout
  readonly damaged: ReadonlySet<Flaw>
  readonly emptied: boolean
  readonly traits: ReadonlySet<Trait>
}

export const engineVerdicts = (
  archive: ImageArchive,
  images: readonly CheckedImage[],
  blobs: readonly CheckedBlob[],
): EngineVerdict[] => {
  const flaws = flawsOf(archive, images, blobs)
  return readerIds.map((id) => verdictOf(id, flaws))
}

export function verdictOf(id: ReaderId, { layout, damaged, emptied, traits }: Flaws): EngineVerdict {
  const { engine, by } = readers[id]
  const { slim, unread, refuses, stops, withoutBase, withoutLayer } = engine
  const refused = [...traits].flatMap((trait) => {
    const refusal = refuses[trait]
    const minds = refusal && (refusal.layout ?? layout) === layout
    return minds ? ownOf([refusal], by).map((one) => ({ ...one, trait })) : []
  })
  const except = refused.filter((one) => one.by !== undefined)
  const verdict = (loads: EngineVerdict['loads'], because?: Why, prints: readonly Refusal[] = []): EngineVerdict => {
    return { engine: id, loads, because, prints: ownOf(prints, by), except }
  }
  if (slim[layout] === 'unread') return verdict('nowhere', 'unread', unread)
  for (const flaw of FLAWS) {
    const prints = damaged.has(flaw) ? ownOf(stops[flaw][layout], by) : []
    if (prints.length > 0) return verdict('nowhere', flaw, prints)
  }
  const always = refused.find((one) => one.by === undefined)
  if (always) return verdict('nowhere', always.trait, always.prints === undefined ? [] : [{ prints: always.prints }])
  if (damaged.has('layer-absent')) {
    const { loads, prints } = withoutLayer[layout]
    return verdict(loads, 'layer-absent', prints)
  }
  if (!emptied) return verdict('anywhere')
  if (slim[layout] === 'whole') return verdict('with-base', 'layer-emptied', withoutBase)
  if (slim[layout] === 'refused') return verdict('nowhere', 'layer-emptied', withoutBase)
  // It takes the empty layer for the layer: then that one is another than it should be.
  const ofEmptyLayer = stops['layer-damaged'][layout].filter(({ of }) => of === undefined)
  return verdict('nowhere', 'holds-empty-layer', ofEmptyLayer)
}

/** What was seen of this one, or of all of its family. What names it alone needs no name beside its own. */
function ownOf(refusals: readonly Refusal[], who: string | undefined): Refusal[] {
  const own = refusals.filter(({ by }) => who === undefined || by === undefined || by.includes(who))
  return own.map(({ by, ...refusal }) => ({ ...refusal, ...(by === undefined || by === who ? {} : { by }) }))
}

/** In the order in which engines come to them. */
const FLAWS = ['manifest-damaged', 'config-damaged', 'layer-damaged'] as const

/** Those that some reader minds, named as the findings are that tell of them. */
const isTrait = (code: string): code is Trait => readerIds.some((id) => code in readers[id].engine.refuses)

function flawsOf(archive: ImageArchive, images: readonly CheckedImage[], blobs: readonly CheckedBlob[]): Flaws {
  const layers = images.flatMap((image) => image.layers.map(({ state }) => kindOf(state)))
  const configs = images.map(({ config }) => kindOf(config))
  const damaged = new Set<Flaw>()
  if (configs.includes('damaged')) damaged.add('config-damaged')
  if (blobs.some(({ kind, state }) => kind !== 'blob' && kindOf(state) === 'damaged')) damaged.add('manifest-damaged')
  if (layers.includes('damaged')) damaged.add('layer-damaged')
  if (layers.includes('absent')) damaged.add('layer-absent')
  const codes: readonly string[] = archive.findings.map(({ code }) => code)
  const traits = new Set(codes.filter(isTrait))
  const layout = layoutOf(archive)
  // Who goes by the index wants one thing in it, or to be told which.
  const indexed = layout === 'docker-archive' ? [] : (archive.oci?.root.children ?? [])
  if (indexed.length > 1) traits.add('several-in-index')
  if (indexed.some(({ descriptor }) => descriptor.size === 0)) traits.add('no-size')
  if (configs.includes('stated-size')) traits.add('config-size')
  return { layout, damaged, emptied: layers.includes('emptied'), traits }
}

/** Engines go by digests: hardly one minds a size that is stated wrongly. */
const kindOf = (state: State) => (state.kind === 'damaged' && state.by === 'stated-size' ? state.by : state.kind)
