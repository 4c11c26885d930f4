import { resolve } from 'node:path'
import type { FormId } from '../../src/core/form/form-id'

export const sample = (name: string) => resolve('tests/fixtures', name)

/** Who wrote an archive: the samples' names begin with it. */
export type Writer = (typeof dockerArchives)[number] | (typeof ociArchives)[number]

/** Archives with a manifest.json. */
export const dockerArchives = [
  'docker20',
  'docker28-classic',
  'docker28-containerd',
  'docker28-containerd-gzip',
  'podman4-docker-archive',
] as const

/** OCI layouts without it: Docker's classic store cannot load them as they are. */
export const ociArchives = ['podman4-oci-archive', 'skopeo-oci-gzip'] as const

export const writers = [...dockerArchives, ...ociArchives]

/** Plain layers without an OCI layout, gzip in one with manifest.json, gzip in one without. */
export const plainAndGzip = ['docker20', 'docker28-containerd-gzip', 'podman4-oci-archive'] as const

/** One layer, A. */
export const base = (writer: Writer) => sample(`${writer}-base.tar`)

/** On A the same program twice, B and B: an everyday Dockerfile's COPY and chmod. */
export const target = (writer: Writer) => sample(`${writer}-ip-server.tar`)

export type Pair = readonly [form: FormId, target: Writer, base: Writer]

/** Every target on every base. */
export const pairs = (form: FormId, targets: readonly Writer[], bases: readonly Writer[]): Pair[] =>
  bases.flatMap((base) => targets.map((target): Pair => [form, target, base]))
