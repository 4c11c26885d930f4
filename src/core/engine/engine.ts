/** What an archive may be written as, for what engines make of it. */
export type Layout =
  /** `manifest.json` alone, the layers wherever it says. */
  | 'docker-archive'
  /** An OCI layout, with a `manifest.json` or without. */
  | 'oci-layout-with-list'
  | 'oci-layout'

/** What an archive may have that not every engine reads; named as the findings are that tell it. */
export type Trait =
  | 'zstd-layer'
  | 'xz-layer'
  | 'bzip2-layer'
  | 'lz4-layer'
  | 'encrypted-layer'
  | 'packed-called-plain'
  | 'other-digests'
  | 'hardlinked-layer'
  | 'untagged'
  | 'bad-tag'
  | 'lacks-tag'
  | 'odd-host'
  | 'odd-entry'
  | 'list-marked'
  | 'behind-list'
  | 'behind-index'
  | 'no-layout-file'
  | 'no-media-type'
  | 'several-in-index'
  /** Stated of what index.json leads to. */
  | 'no-size'
  /** Stated wrongly. */
  | 'config-size'

/** What may be wrong with an archive, as engines come to stumble over it. */
export type Flaw = 'manifest-damaged' | 'config-damaged' | 'layer-damaged' | 'layer-absent'

/** A refusal as it was seen. */
export interface Refusal {
  /** The versions or the command that refuse, where others of the family do not. */
  readonly by?: string
  /** Of what, where another kind of the same gives something else. */
  readonly of?: 'gzip' | 'no-json'
  /** The one layout in which it minds. */
  readonly layout?: Layout
  /** Word for word; digests are cut to `sha256:…`. */
  readonly prints?: string
  /** Whether it says that all went well, and has no image that runs. */
  readonly silent?: true
  /** Whether it ends as if all had gone well (exit state 0), after it said that the image was loaded. */
  readonly succeeds?: true
}

/** How a family of engines loads an archive, as far as it was tried (see docs/ for the versions). */
export interface Engine {
  /** What it knows a layer by: the whole stack that ends with it, or the digest of its blob. */
  readonly keyedBy: 'chains' | 'digests'
  /**
   * What comes of a slim archive whose base is there: `damaged` images load without a word and hold the empty blob as a layer;
   * `refused` ones do not load all the same; `unread` is an archive that it takes for none.
   */
  readonly slim: Readonly<Record<Layout, 'whole' | 'damaged' | 'refused' | 'unread'>>
  readonly refuses: Readonly<Partial<Record<Trait, Refusal>>>
  /** What it says of an archive that it takes for none. */
  readonly unread: readonly Refusal[]
  /** What it says of what is damaged, whatever else is there; nothing where it does not go by it. */
  readonly stops: Readonly<Record<Exclude<Flaw, 'layer-absent'>, Readonly<Record<Layout, readonly Refusal[]>>>>
  /** What comes of an archive that names a layer and has no entry for it: as with an emptied one, or nothing. */
  readonly withoutLayer: Readonly<
    Record<Layout, { readonly loads: 'with-base' | 'nowhere'; readonly prints: readonly Refusal[] }>
  >
  /** What it says of a slim archive whose base is absent, and whether a name stays behind that leads to no image. */
  readonly withoutBase: readonly (Refusal & { readonly prints: string; readonly leaves: 'nothing' | 'the tag' })[]
}
