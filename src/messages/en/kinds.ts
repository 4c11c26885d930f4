import type { ArtifactKind } from '../../core/image/kind'

/** What an archive may hold beside images, counted. */
export const kinds: Readonly<Record<ArtifactKind, (n: number) => string>> = {
  signature: (n: number) => (n === 1 ? '1 signature' : `${n} signatures`),
  attestation: (n: number) => (n === 1 ? '1 attestation' : `${n} attestations`),
  sbom: (n: number) => (n === 1 ? '1 SBOM' : `${n} SBOMs`),
  chart: (n: number) => (n === 1 ? 'a Helm chart' : `${n} Helm charts`),
  wasm: (n: number) => (n === 1 ? 'a WebAssembly module' : `${n} WebAssembly modules`),
  plugin: (n: number) => (n === 1 ? 'a Docker plugin' : `${n} Docker plugins`),
  'schema-1': (n: number) =>
    n === 1 ? 'an image under a manifest of schema 1' : `${n} images under manifests of schema 1`,
  artifact: (n: number) => (n === 1 ? 'an artifact of another kind' : `${n} artifacts of other kinds`),
  document: (n: number) => (n === 1 ? '1 document' : `${n} documents`),
}
