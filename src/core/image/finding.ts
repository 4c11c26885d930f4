import { engineIds, harmedBy, keyedBy, refusing, type EngineId } from '../engine'
import type { Held } from './kind'

/** Of which image a finding speaks, by its name. */
type OfImage = { readonly image: string }

type Counted = { readonly expected: number; readonly found: number }

/** `diffId`: the uppermost layer that is empty; `chain`: the stack that ends with it. */
type Emptied = OfImage & Counted & { readonly diffId: string; readonly chain: string }

/** The one as a member says it, the other as another does. */
type Told = { readonly expected: string; readonly found: string }

/** `file`: of a base. */
type InBase = { readonly file: string; readonly entry: string }

/** How many layers of the plan it is about. */
type Layers = { readonly found: number }

type Nothing = Readonly<Record<never, never>>

/**
 * What a look at an archive can bring up, and the facts that its words are filled with. The words, and what to do, are in
 * messages/; they can name no other facts.
 */
export interface FindingFacts {
  'layer-absent': OfImage & Counted & { readonly platform: string; readonly entry: string }
  'layer-emptied': Emptied
  'layer-count-differs': OfImage & Counted
  'no-layers': OfImage & Counted
  'size-differs': OfImage & Counted & { readonly entry: string }
  'digest-differs': OfImage & { readonly entry: string; readonly expected: string; readonly found: string }
  'manifest-and-index-differ': OfImage
  'not-in-index': OfImage
  'names-differ': OfImage & Told & { readonly entry: string }
  'platform-named-otherwise': OfImage & Told
  'media-type-differs': OfImage & Told
  'layout-version': Told & { readonly entry: string }
  'platform-absent': { readonly platform: string }
  'manifest-absent': { readonly entry: string }
  'empty-blob-layer': OfImage
  /** The config itself, or what leads to it: nothing tells of the image's layers. */
  'contents-absent': OfImage & { readonly entry: string }
  'item-unreadable': { readonly entry: string; readonly expected: string }
  'carried-along': { readonly holds: Held }
  'unknown-in-index': { readonly found: number }
  'several-under-one-name': OfImage & { readonly found: number; readonly platform: string }
  'name-again': OfImage & { readonly found: number }
  'foreign-layer': OfImage & { readonly found: number }
  'layer-is-member': OfImage & { readonly entry: string }
  'copies-differ': Counted & { readonly entry: string; readonly other: string }
  'two-layers-in-one': OfImage & Told & { readonly entry: string }
  'cut-off': { readonly offset: number }
  backslashes: OfImage & { readonly entry: string }
  'named-by-digest': OfImage & { readonly found: string }
  'tag-and-digest': OfImage & Told
  'lacks-tag': OfImage & { readonly found: string }
  'odd-host': OfImage & { readonly found: string }
  'xz-layer': OfImage
  'bzip2-layer': OfImage
  'lz4-layer': OfImage & { readonly entry: string }
  'encrypted-layer': OfImage
  /** Its bytes are packed, and its descriptor says that they are not. */
  'packed-called-plain': OfImage & { readonly entry: string; readonly packing: string }
  'other-digests': OfImage & { readonly found: string }
  'zstd-layer': OfImage
  'hardlinked-layer': OfImage
  untagged: OfImage
  /** `found`: the tag, without a name. */
  'tag-alone': OfImage & { readonly found: string }
  'name-in-index': OfImage & { readonly found: string }
  'list-marked': { readonly entry: string }
  'behind-list': { readonly entry: string }
  'behind-index': { readonly entry: string }
  'no-layout-file': { readonly entry: string }
  'no-media-type': { readonly entry: string }
  'bad-tag': OfImage & { readonly found: string }
  'duplicate-entry': { readonly entry: string }
  /** `found`: its type, as its header has it. */
  'odd-entry': { readonly entry: string; readonly found: string }
  'behind-end': { readonly offset: number }
  'no-end-blocks': { readonly offset: number }
  'platforms-differ': { readonly expected: string; readonly found: string }
  'roles-swapped': Nothing
  'manifest-alone': Nothing
  'passed-over': { readonly found: number }
  'inventory-cut-off': Nothing
  'signature-fits': OfImage
  'signature-lost': OfImage
  relinked: Layers
  'unproven-digests': Layers
  'kept-for-digest': Layers
  'as-is-harms-containerd': Nothing
  'as-is-digests-differ': Nothing
  'slimmed-before': Emptied
  'all-there': Nothing
  /** What a base has is other than it is called, and another archive has it, too: `expected` and `found` are digests. */
  'damaged-in-one': InBase & Told
  /** Likewise, where it can't even be unpacked. */
  'packed-badly-in-one': InBase
  /** The same of what nobody else has, and what is made does without. */
  'damaged-unused': InBase & Told
  'packed-badly-unused': InBase
}

export type FindingCode = keyof FindingFacts

/** Facts name the image, so that a save that is stopped says by which one; `place` tells which it is, as several may share a name. */
export type Finding<C extends FindingCode = FindingCode> = {
  [Code in C]: {
    readonly code: Code
    /** The engines that load no sound image because of it, once it comes to it: what the plan leaves out hurts nobody. */
    readonly hurts: readonly EngineId[]
    readonly facts: FindingFacts[Code]
    /** Of the image that it speaks of, in its archive; undefined where it speaks of none, or of all. */
    readonly place: number | undefined
  }
}[C]

export const remark = <C extends FindingCode>(code: C, facts: FindingFacts[C], place?: number): Finding<C> => {
  return { code, hurts: HURTS[code] ?? [], facts, place }
}

/** What is not here is good to know, and hurts nobody. */
const HURTS: Readonly<Partial<Record<FindingCode, readonly EngineId[]>>> = {
  'layer-absent': engineIds,
  'contents-absent': engineIds,
  'layer-is-member': engineIds,
  'copies-differ': engineIds,
  'two-layers-in-one': engineIds,
  'item-unreadable': keyedBy('digests'),
  'lacks-tag': refusing('lacks-tag'),
  'odd-host': refusing('odd-host'),
  'odd-entry': refusing('odd-entry'),
  'xz-layer': refusing('xz-layer'),
  'bzip2-layer': refusing('bzip2-layer'),
  'lz4-layer': refusing('lz4-layer'),
  'encrypted-layer': refusing('encrypted-layer'),
  'packed-called-plain': refusing('packed-called-plain'),
  'other-digests': refusing('other-digests'),
  'layer-emptied': engineIds,
  'layer-count-differs': engineIds,
  'no-layers': engineIds,
  'size-differs': engineIds,
  'digest-differs': engineIds,
  'zstd-layer': refusing('zstd-layer'),
  'hardlinked-layer': refusing('hardlinked-layer'),
  untagged: refusing('untagged'),
  'behind-list': refusing('behind-list'),
  'behind-index': refusing('behind-index'),
  'no-layout-file': refusing('no-layout-file'),
  'no-media-type': refusing('no-media-type'),
  'bad-tag': refusing('bad-tag'),
  'unproven-digests': keyedBy('digests'),
  'as-is-digests-differ': keyedBy('digests'),
  'as-is-harms-containerd': harmedBy('docker-archive'),
}
