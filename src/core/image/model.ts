import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import type { Descriptor, Platform } from './descriptor'
import type { Digest } from './digest'
import type { Finding } from './finding'
import type { JsonObject } from './json'
import type { OciArtifact, OciLayout, OciManifest } from './oci'

/** How a layer's bytes are stored, by what they begin with and what is said of them. `encrypted`: none of the others until it is read with a key. */
export type Encoding = 'tar' | 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'lz4' | 'encrypted'

/** One stored copy of a layer: a tar entry, whoever names it and however often. */
export interface Payload {
  readonly diffId: Digest
  /** The entry's path in the archive, links resolved; where the entry is absent, the path that is named. */
  readonly path: string
  /** `absent` has no entry; `emptied` has one of no bytes. */
  readonly state: 'whole' | 'emptied' | 'absent'
  readonly entry: Entry | undefined
  /** Of an absent one: `foreign` is fetched by engines from elsewhere, by design; `member` names the archive's own JSON. */
  readonly absence: 'lost' | 'foreign' | 'member' | undefined
  /** Entries of the same name and length that stand before it: tools that join archives write them. */
  readonly copies: readonly Entry[]
  /** Whether what is no image needs the same bytes. */
  readonly pinned: boolean
  readonly encoding: Encoding
  /** Bytes in the archive. */
  readonly size: number
  /** The stored bytes, by reference; undefined where there are none, or where they went by and were not kept. */
  readonly bytes: Blob | undefined
  /** The digest of the stored bytes; undefined where only hashing would tell (a compressed layer outside an OCI layout). */
  readonly digest: Digest | undefined
}

export interface Layer {
  readonly diffId: Digest
  readonly chain: Digest
  readonly payload: Payload
  /** The OCI manifest's descriptor of the layer, where there is one. */
  readonly descriptor: Descriptor | undefined
  /** The Dockerfile line that made it, as far as the config's history tells. */
  readonly createdBy: string | undefined
}

export interface Image {
  /** Its place in the archive as it was read, from 0: what it is known by, as platforms of an index share their names. */
  readonly place: number
  /** Names as the engine shows them: `web:2.1`, `localhost/web:2.1`. */
  readonly tags: readonly string[]
  /** The tag by which an index knows it, where it has no name: as skopeo writes `oci-archive:app.tar:1.2`. */
  readonly tagAlone?: string | undefined
  /** The config's digest: the image ID of classic stores and Podman. */
  readonly id: Digest
  readonly platform: Platform
  readonly config: Entry
  readonly layers: readonly Layer[]
  /** Whether manifest.json lists it (or there is no manifest.json): what `docker load` and Podman load. */
  readonly listed: boolean
  readonly manifest: OciManifest | undefined
  /** Its item in manifest.json, for what else that says (`LayerSources`, `Parent`). */
  readonly item: JsonObject | undefined
}

/** An image archive, whatever its layout. */
export interface ImageArchive {
  readonly tar: TarIndex
  /** In the order in which an engine loads them. */
  readonly images: readonly Image[]
  /** Present where the archive is an OCI layout that knows all of its images; else it is a legacy docker-archive. */
  readonly oci: OciLayout | undefined
  /** What travels with the images and is none. */
  readonly artifacts: readonly OciArtifact[]
  readonly findings: readonly Finding[]
  /** The one platform that was chosen of several; the others are as if they were not there. */
  readonly alone?: string
}

export const nameOf = (image: { tags: readonly string[]; id: Digest }) =>
  image.tags.find((tag) => tag !== '') ?? image.id.slice(0, 'sha256:'.length + 12)

/** As containerd formats it, with the release that Windows images are bound to: `windows(10.0.20348.1)/amd64`. */
export function platformName({ os, architecture, variant, ...narrowed }: Platform): string {
  const release = [narrowed['os.version'] ?? '', ...(narrowed['os.features'] ?? [])].join('+')
  return [release && os ? `${os}(${release})` : os, architecture, variant].filter(Boolean).join('/')
}

/** Variants that go without saying, by what `platforms.Normalize` of containerd leaves out. */
const USUAL_VARIANTS: readonly string[] = ['linux/arm64/v8', 'linux/amd64/v1', 'linux/arm/v7']

/** Whether an image of the one platform runs where images of the other do, however fully each is named. */
export function samePlatform(a: string, b: string): boolean {
  const [one, other] = [a, b].map((name) => ({ name: usual(name.replace(RELEASE, '')), build: buildOf(name) }))
  if (one?.name !== other?.name) return false
  return !one?.build || !other?.build || one.build === other.build
}

/** `(10.0.20348.1+win32k)` */
const RELEASE = /\(([^)]*)\)/

/** Windows runs what was made for its build, whatever the patch: the first three numbers. */
const buildOf = (name: string) => /^\d+\.\d+\.\d+/.exec(RELEASE.exec(name)?.[1] ?? '')?.[0]

const usual = (name: string) => (USUAL_VARIANTS.includes(name) ? name.slice(0, name.lastIndexOf('/')) : name)

/** Every payload once, in the order of the images' layers. */
export const payloadsOf = (images: readonly Image[]): ReadonlySet<Payload> =>
  new Set(images.flatMap(({ layers }) => layers.map(({ payload }) => payload)))
