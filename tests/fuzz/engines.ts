import type { FormId } from '../../src/core/form/form-id'
import { ChainEngine, DigestEngine } from '../fixtures/engines'
import { readTar } from '../fixtures/read-tar'

/**
 * What the models of engines say against an output beside its base, where they have nothing to say against its source.
 * @param indexed whether the source's index knows every image, so that going by digests one meets all of them.
 */
export function faultsOf(
  source: Uint8Array,
  base: Uint8Array,
  output: Uint8Array,
  form: FormId,
  indexed: boolean,
): string[] {
  if (!isUsual(source)) return []
  const faults: string[] = []
  const isWhole = byChains(source) === undefined
  if (isWhole) faults.push(...[byChains(base, output)].filter((fault) => fault !== undefined))
  if (form === 'universal' && (indexed || isWhole) && byDigests([source], source).length === 0)
    faults.push(...byDigests([base, output], output))
  return faults
}

/** The models know what builders write: each name once, and files, links and folders alone. */
function isUsual(source: Uint8Array): boolean {
  try {
    const entries = readTar(source)
    const names = new Set(entries.map(({ name }) => name.replace(/^\.\//, '')))
    return names.size === entries.length && !names.has('') && entries.every(({ type }) => '0125'.includes(type))
  } catch {
    return false
  }
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
