/** What a READ ME tells of a kit. Sizes and dates are written out. */
export interface KitFacts {
  readonly name: string
  readonly date: string
  /** Empty where no remembered site was in use. */
  readonly sites: string
  readonly archives: readonly { readonly file: string; readonly size: string; readonly images: string }[]
  /** Images that have to be there already, or what brings their layers. */
  readonly bases: readonly string[]
  /** What is made whole first, and of which images. */
  readonly compact: readonly { readonly file: string; readonly old: readonly string[]; readonly earlier: boolean }[]
  readonly page: string
}

/** The words around a kit and a record, which come with the first of them. */
export const en = {
  kit: 'Save as a kit',
  kitHint:
    'For a machine without a browser: the archives in the order of loading, their checksums, and load.sh, which checks the files and the base, then loads them.',
  kitPlain:
    'Its archives are neither gzipped nor cut into parts: every engine takes them as they are, and its checksums are of what the engine takes.',
  making: 'Making the kit…',
  record: 'Save the record',
  recordHint: 'What was made of what, for which site, with SHA-256: JSON that this page opens again.',
  print: 'Printable record',
  recording: 'Hashing what is recorded…',
  title: 'Record of a transfer',
  made: (date: string, page: string) => `Made on ${date} by Layershed ${page}`,
  forSites: (sites: string) => `For ${sites}`,
  forms: { universal: 'Universal form', 'as-is': 'As-is form', compact: 'Compact form' } as Readonly<
    Record<string, string>
  >,
  outputs: 'What is carried, in the order of loading',
  inputs: 'What it was made of',
  there: 'What was there already',
  file: 'File',
  size: 'Size',
  sum: 'SHA-256',
  images: 'Images',
  leftOut: (layers: number, bytes: string) =>
    layers === 1 ? `1 layer left out (${bytes})` : `${layers} layers left out (${bytes})`,
  whole: 'nothing left out',
  from: (source: string) => `of ${source}`,
  notHashed: 'not hashed',
  damaged: (entry: string, file: string) => `made without ${entry} of ${file}, which is damaged there`,
  deliveriesAs: { csv: 'Deliveries as CSV', json: 'Deliveries as JSON' },
  noRecord: (file: string) => `${file} begins like a record of this page, but is none: it was changed, or cut off.`,
  readMe: ({ name, date, sites, archives, bases, compact, page }: KitFacts) => `${name}

Container images, packed on ${date}${sites === '' ? '' : ` for ${sites}`} by Layershed ${page}.

How to load them
  Linux, macOS, WSL: open a terminal in this folder, and run
      sh load.sh
  It finds the engine (Docker, Podman, nerdctl, k3s, RKE2, MicroK8s, containerd), checks the files, the room on the
  disk and the base, loads the archives in order, and ends in a line for each image: OK, or FAILED and why.
      sh load.sh --check            checks, and loads nothing
      sh load.sh --engine podman    where several engines are there
  Windows without any of that:
      powershell -ExecutionPolicy Bypass -File load.ps1
  By hand: compare with "sha256sum -c SHA256SUMS", then "docker load -i FILE" for each file below, in this order.

What is here
${archives.map(({ file, size, images }) => `  ${file}  (${size})  ${images}\n`).join('')}
What has to be there already
${bases.length === 0 ? '  Nothing.\n' : bases.map((base) => `  ${base}\n`).join('')}${
    compact.length === 0
      ? ''
      : `
Compact archives hold only what changed. load.sh makes them whole of the old images on the way into the engine; where
the engine has those no more, name the old archive:
      sh load.sh --base old.tar
${compact.map(({ file, old, earlier }) => `  ${file}  made whole of  ${[...old, ...(earlier ? ['what comes of those before it'] : [])].join(', ')}\n`).join('')}`
  }
If it fails
  load.sh says what is wrong, and ends in a number: 3 is this machine (no engine answers, or no room on the disk),
  4 is what was brought (a damaged file), or the base that is missing. Where the base is missing, load its archive
  first, then run load.sh again: that does no harm.

layershed.json is the record of this transfer; the page that made it opens it again.
`,
}
