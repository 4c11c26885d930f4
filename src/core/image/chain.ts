import { sha256, type Digest } from './digest'

/**
 * The chain ID of every prefix of a stack of layers (OCI image-spec, "Layer ChainID"): the first is the first diff ID,
 * each further one hashes the one below and its own diff ID. Engines with graph drivers know layers by it.
 */
export async function chainIds(diffIds: readonly Digest[]): Promise<Digest[]> {
  const chains: Digest[] = []
  for (const diffId of diffIds) {
    const below = chains.at(-1)
    chains.push(below === undefined ? diffId : await sha256(`${below} ${diffId}`))
  }
  return chains
}
