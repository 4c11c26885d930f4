/** Of which image a finding speaks, by its name. */
type OfImage = { readonly image: string }

type Counted = { readonly expected: number; readonly found: number }

/** `diffId`: the uppermost layer that is empty; `chain`: the stack that ends with it. */
type Emptied = OfImage & Counted & { readonly diffId: string; readonly chain: string }

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
  'platform-absent': { readonly platform: string }
  'manifest-absent': { readonly entry: string }
  'empty-blob-layer': OfImage
  'zstd-layer': OfImage
  'hardlinked-layer': OfImage
  untagged: OfImage
  'bad-tag': OfImage & { readonly found: string }
  'duplicate-entry': { readonly entry: string }
  'no-end-blocks': { readonly offset: number }
  'platforms-differ': { readonly expected: string; readonly found: string }
  'roles-swapped': Nothing
  'manifest-alone': Nothing
  'passed-over': { readonly found: number }
  'inventory-cut-off': Nothing
  relinked: Layers
  'unproven-digests': Layers
  'kept-for-digest': Layers
  'as-is-harms-containerd': Nothing
  'as-is-digests-differ': Nothing
  'slimmed-before': Emptied
  'all-there': Nothing
}

export type FindingCode = keyof FindingFacts

/**
 * `broken`: the image can't be sent as it is, if the plan needs what is missing. `remark`: good to know.
 * Facts name the image, so that a save that is stopped says by which one.
 */
export type Finding<C extends FindingCode = FindingCode> = {
  [Code in C]: { readonly code: Code; readonly weight: 'broken' | 'remark'; readonly facts: FindingFacts[Code] }
}[C]

export const broken = <C extends FindingCode>(code: C, facts: FindingFacts[C]): Finding<C> => {
  return { code, weight: 'broken', facts }
}

export const remark = <C extends FindingCode>(code: C, facts: FindingFacts[C]): Finding<C> => {
  return { code, weight: 'remark', facts }
}
