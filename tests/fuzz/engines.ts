import type { FormId } from '../../src/core/form/form-id'
import { ChainEngine, DigestEngine } from '../fixtures/engines'

/** What the models of engines say against an output beside its base, where they have nothing to say against its source. */
export function faultsOf(source: Uint8Array, base: Uint8Array, output: Uint8Array, form: FormId): string[] {
  const faults: string[] = []
  if (byChains(source) === undefined) faults.push(...[byChains(base, output)].filter((fault) => fault !== undefined))
  if (form === 'universal' && byDigests([source], source).length === 0)
    faults.push(...byDigests([base, output], output))
  return faults
}

function byChains(...archives: readonly Uint8Array[]): string | undefined {
  const engine = new ChainEngine()
  try {
    for (const archive of archives) engine.load(archive)
    return undefined
  } catch (thrown) {
    return String(thrown)
  }
}

function byDigests(archives: readonly Uint8Array[], asked: Uint8Array): string[] {
  const engine = new DigestEngine()
  try {
    for (const archive of archives) engine.load(archive)
    return engine.faults(asked)
  } catch (thrown) {
    return [String(thrown)]
  }
}
