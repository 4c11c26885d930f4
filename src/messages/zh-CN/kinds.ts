import type { ArtifactKind } from '../../core/image/kind'

/** What an archive may hold beside images, counted. */
export const kinds: Readonly<Record<ArtifactKind, (n: number) => string>> = {
  signature: (n: number) => `${n} 个签名`,
  attestation: (n: number) => `${n} 个证明（attestation）`,
  sbom: (n: number) => `${n} 个 SBOM`,
  chart: (n: number) => `${n} 个 Helm chart`,
  wasm: (n: number) => `${n} 个 WebAssembly 模块`,
  plugin: (n: number) => `${n} 个 Docker 插件`,
  'schema-1': (n: number) => `${n} 个使用 schema 1 manifest 的镜像`,
  artifact: (n: number) => `${n} 个其他制品`,
  document: (n: number) => `${n} 个文档`,
}
