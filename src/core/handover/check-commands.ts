import type { BaseCheck } from '../view/report'
import { quotePowerShell, quoteSh, textPowerShell } from './quote'

/** How a shell asks what is there. */
export type Asking = 'sh' | 'powershell'

const DIGEST = /^[a-z0-9]+:[a-f0-9]+$/

/** One line is not to grow past what people copy; a kit asks for any number. */
const MOST = 100

/**
 * Whether some image has the stack that the base has, whatever that is called there. It ends in `base: OK` or `base: MISSING`.
 */
export function checkStacks(engine: 'docker' | 'podman', shell: Asking, checks: readonly BaseCheck[]): string[] {
  const known = checks.filter(({ diffIds }) => diffIds.every((diffId) => DIGEST.test(diffId)))
  const format = quoteSh('{{json .RootFS.Layers}}')
  const asked = `${engine} image inspect --format ${format} $(${engine} image ls -aq)`
  return unique(known.map(({ diffIds }) => `[${diffIds.map((diffId) => `"${diffId}"`).join(',')}`)).map((stack) =>
    shell === 'powershell'
      ? told(`${asked} | Select-String -SimpleMatch -Quiet ${quotePowerShell(stack)}`)
      : `${asked} | grep -F ${quoteSh(stack)} >/dev/null && ${VERDICT}`,
  )
}

/** Whether a containerd store has all of the blobs. It ends likewise. */
export function checkBlobs(namespace: 'k8s.io' | 'moby', shell: Asking, digests: readonly string[]): string[] {
  const known = unique(digests).filter((digest) => DIGEST.test(digest))
  const some = Array.from({ length: Math.ceil(known.length / MOST) }, (_, at) =>
    known.slice(at * MOST, (at + 1) * MOST),
  )
  const asked = `ctr -n ${namespace} content ls -q`
  return some.map((wanted) =>
    shell === 'powershell'
      ? `$there = ${asked}; ${told(`-not (${wanted.map(textPowerShell).join(', ')} | Where-Object { $there -notcontains $_ })`)}`
      : `${asked} | grep -cxF ${wanted.map((digest) => `-e ${digest}`).join(' ')} | grep -x ${wanted.length} >/dev/null && ${VERDICT}`,
  )
}

const VERDICT = `echo 'base: OK' || echo 'base: MISSING'`

const told = (condition: string) => `if (${condition}) { 'base: OK' } else { 'base: MISSING' }`

const unique = (texts: readonly string[]) => [...new Set(texts)]
