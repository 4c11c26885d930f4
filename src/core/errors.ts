/** Of which file an error speaks. Empty where it speaks of none that the user gave. */
type InFile = { readonly file: string }

/** `entry`: a name in the archive; `offset`: bytes from its start. */
type AtEntry = InFile & { readonly entry: string }

type AtOffset = InFile & { readonly offset: number }

type Counted = { readonly expected: number; readonly found: number }

/** What a parser wanted at a place of a member. */
type Malformed = AtEntry & AtOffset & { readonly expected: string }

type Packed = AtOffset & { readonly packing: string }

type Because = InFile & { readonly reason: string }

/** A digest or a size, as it is stated and as the bytes have it. */
type Other = { readonly expected: string; readonly found: string }

/** A layer that an archive lacks, counted from the bottom, and the Dockerfile line that made it. */
type OfLayer = InFile & { readonly image: string; readonly layer: number; readonly found: string }

type Found = InFile & { readonly found: string }

/** The command that printed something, and the one to run instead. */
type Instead = InFile & { readonly found: string; readonly expected: string }

/**
 * Every error that a user can meet, and the facts that its words are filled with. The words for each, in each language, are in
 * messages/; they can name no other facts.
 */
export interface ErrorFacts {
  'empty-file': InFile
  'not-a-tar': Found
  'json-as-archive': InFile
  'packed-corrupt': Packed & Because
  'packed-truncated': Packed
  'zstd-window': Because
  'xz-filter': InFile
  'decompression-bomb': InFile & { readonly found: number }
  'bad-zip': AtEntry & Because
  'zip-encrypted': AtEntry
  'zip-without-archive': InFile
  'zip-too-many': InFile & { readonly expected: number }
  'truncated-header': AtOffset & Counted
  'truncated-payload': AtEntry & AtOffset & Counted
  'bad-checksum': AtOffset & Counted
  'bad-size': AtEntry & AtOffset
  'bad-pax': AtOffset
  'bad-field': AtOffset & { readonly field: string; readonly found: string }
  'bad-sparse': AtEntry & AtOffset
  'lone-zero-block': AtOffset
  'too-many-names': AtOffset & { readonly expected: number }
  'oversized-header': AtOffset & Counted
  /** `found`: the first names in it. */
  'not-an-image': Found
  'archive-within': AtEntry
  'unpacked-save': AtEntry
  /** What `docker export` writes: one system's files. */
  'container-export': InFile
  /** Bytes of layers, and nothing that names them. */
  'layers-unlisted': InFile
  'no-entries': InFile
  /** `found`: a pattern for all parts; `expected`: what they are joined to. */
  'one-part': Instead
  'dir-transport': InFile
  'folder-too-many': InFile & { readonly expected: number }
  'folder-without-archive': InFile
  'foreign-packing': InFile & { readonly packing: string; readonly expected: string }
  /** `found`: a format, by its name. */
  'disk-image': Found
  'software-package': Found
  'flat-image': Found
  'recovery-data': Found
  'other-file': Found
  /** What stands for a file that is elsewhere; `expected`: the command that brings it. */
  'pointer-file': Instead
  'coded-as-text': Instead
  /** `found`: what became of its bytes. */
  'rewritten-as-text': Found
  /** `found`: what the page calls itself, or says. */
  'saved-page': Found
  'unfinished-download': InFile
  'text-before': Found
  'archive-among': AtEntry
  /** `cut-off`: where it ends, without the mark of an end. */
  'cut-off': AtOffset
  'nothing-listed': AtEntry
  /** `holds`: how many of each kind (image/kind.ts). */
  'no-image-held': InFile & { readonly holds: Readonly<Record<string, number>> }
  'old-image-format': InFile
  'schema-1': InFile
  'not-json': AtEntry & AtOffset & Because
  /** Something stands behind its one value. */
  'json-behind': AtEntry & AtOffset
  'json-too-large': AtEntry & Counted
  'bad-manifest': Malformed
  'bad-index': Malformed
  'bad-config': Malformed
  'file-absent': AtEntry & { readonly expected: string }
  'unsafe-path': AtEntry
  'link-loop': AtEntry
  'nested-too-deep': AtEntry
  'sparse-layer': AtEntry
  'layers-alike': AtEntry & { readonly other: string }
  'layer-encrypted': InFile
  'plain-text': Found
  'inventory-not-json': InFile
  'inventory-empty': InFile
  'inventory-blank': InFile
  'inventory-yaml': InFile
  'inventory-csv': InFile & { readonly expected: string }
  'inventory-shortened': InFile
  /** `found`: what it said instead. */
  'command-failed': Found
  'not-an-inventory': InFile & { readonly found: string }
  'inventory-without-diff-ids': InFile
  'inventory-digests-only': InFile & { readonly expected: string }
  'inventory-index': InFile
  'inventory-listing': Instead
  'inventory-containers': Instead
  'inventory-of-nodes': Instead
  'inventory-too-many': InFile & { readonly expected: number }
  'json-too-deep': InFile & { readonly expected: number }
  'bad-site': AtEntry
  /** `reason`: in the parser's words; `line`: from 1. */
  'list-not-yaml': Because & { readonly line: number }
  'list-too-much': Because
  'list-empty': InFile
  'archive-as-site': InFile
  'bytes-not-kept': InFile
  'layer-nowhere': OfLayer
  'layer-in-base': OfLayer & { readonly base: string }
  'layer-without-bytes': OfLayer & { readonly base: string }
  'layer-otherwise': OfLayer & { readonly base: string; readonly expected: string }
  'base-damaged': AtEntry & Other
  'compact-first': InFile
  'compact-damaged': AtEntry
  'compact-absent': AtEntry
  'compact-twice': AtEntry
  'compact-packed': AtEntry & AtOffset
  'compact-note': AtEntry & { readonly line: number }
  'compact-place': AtEntry & AtOffset
  'compact-size': AtEntry & Counted
  /** `entry`: the first that is not in it any more; `offset`: where it ends. */
  'compact-cut-off': AtEntry & AtOffset
  /** What comes of it is not what `entry` says. */
  'compact-unlike': AtEntry & Other
  'compact-limit': AtEntry & Counted
  /** Nothing that is there has bytes to build upon. */
  'compact-baseless': InFile
  'compact-version': InFile & { readonly found: string }
  /** `layers`: how many are lacking of those that it takes; `found`: one of them. */
  'compact-lacks': InFile & { readonly layers: number; readonly expected: number; readonly found: string }
  /** `found`: how many bytes of what is made there was room for. */
  'compact-room': InFile & { readonly found: number }
  unreadable: Because
  'layer-damaged': AtEntry & AtOffset & Other & { readonly layer: string }
  'blob-damaged': AtEntry & AtOffset & Other
  'changed-on-disk': InFile
  'worker-died': Because
  'out-of-space': InFile & Counted
  'disk-full': Because
  'write-refused': Because
  unexpected: Because
}

export type ErrorCode = keyof ErrorFacts

/** A layer is not to be had, or not as it should be. */
export type RestoreErrorCode =
  'layer-nowhere' | 'layer-in-base' | 'layer-without-bytes' | 'layer-otherwise' | 'base-damaged'

/** Of compact archives: what they are, what is wrong with them, what they need. */
export type CompactErrorCode = Extract<ErrorCode, `compact-${string}`>

/** An error as plain data: a code, and the facts that belong to it. */
export type Fault<C extends ErrorCode = ErrorCode> = {
  [Code in C]: { readonly code: Code; readonly facts: ErrorFacts[Code] }
}[C]

type Given<C extends ErrorCode = ErrorCode> = {
  [Code in C]: [code: Code, facts: ErrorFacts[Code], options?: ErrorOptions | undefined]
}[C]

/** An error with a code and facts, no words: `fault` is what crosses from the worker. */
export class ArchiveError extends Error {
  readonly fault: Fault

  constructor(...given: Given) {
    const [code, facts, options] = given
    super(`${code} ${JSON.stringify(facts)}`, options)
    this.name = 'ArchiveError'
    this.fault = faultGiven(given)
  }

  get code(): ErrorCode {
    return this.fault.code
  }

  get facts(): Fault['facts'] {
    return this.fault.facts
  }
}

const faultGiven = <C extends ErrorCode>([code, facts]: Given<C>): Fault<C> => ({ code, facts })

/** Throws again what crossed as data. */
export const errorOf = (fault: Fault, options?: ErrorOptions): ArchiveError =>
  new ArchiveError(...given(fault, options))

const given = <C extends ErrorCode>({ code, facts }: Fault<C>, options: ErrorOptions | undefined): Given<C> => [
  code,
  facts,
  options,
]

/** An error that comes up where nobody knows the file; whoever turns it into data does, and names it. */
export class UnnamedError extends Error {
  readonly of: (file: string) => Fault

  constructor(of: (file: string) => Fault, options?: ErrorOptions) {
    super(of('').code, options)
    this.name = 'UnnamedError'
    this.of = of
  }
}

/** An error whose file nobody knew, thrown again from what crossed as data. */
export const unnamedOf = (fault: Fault): UnnamedError => new UnnamedError((file) => inFile(fault, file))

const inFile = <C extends ErrorCode>({ code, facts }: Fault<C>, file: string): Fault<C> => ({
  code,
  facts: { ...facts, file },
})

/**
 * Whatever was thrown, as data: what is no error of ours keeps its own message under `unexpected`.
 * @param file that was worked on, for what was thrown where no file is known.
 */
export function faultOf(thrown: unknown, file = ''): Fault {
  if (thrown instanceof ArchiveError) return thrown.fault
  if (thrown instanceof UnnamedError) return thrown.of(file)
  const name = thrown instanceof Error ? thrown.name : ''
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  if (name === 'NotReadableError' || name === 'NotFoundError') return { code: 'unreadable', facts: { file, reason } }
  if (name === 'QuotaExceededError') return { code: 'disk-full', facts: { file, reason } }
  return { code: 'unexpected', facts: { file, reason } }
}
