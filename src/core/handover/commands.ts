import type { BaseCheck } from '../view/report'

export type Engine = 'docker' | 'podman' | 'ctr'
export type Shell = 'sh' | 'macos' | 'powershell'

/** A command to copy, and what it is for. */
export interface Command {
  readonly purpose: 'check-base' | 'check-digest' | 'join' | 'load'
  readonly text: string
}

/** Names from archives go into commands only where they fit this; else the check asks all images. */
const SAFE_REFERENCE = /^[a-zA-Z0-9][a-zA-Z0-9._/:-]*$/
const DIGEST = /^[a-z0-9]+:[a-f0-9]+$/

/** What to run on the other side, in order. Every value is quoted for its shell. */
export function commandsFor(
  engine: Engine,
  shell: Shell,
  fileName: string,
  checks: readonly BaseCheck[],
  digests: readonly string[],
  parts: readonly string[],
): Command[] {
  const quote = shell === 'powershell' ? quotePowerShell : quoteSh
  const tool = engine === 'ctr' ? 'ctr -n k8s.io' : engine
  const load = engine === 'ctr' ? `images import ${quote(asOperand(fileName))}` : `load -i ${quote(fileName)}`
  return [
    ...(engine === 'ctr' ? [] : unique(checks.map((check) => checkBase(engine, shell, check)))).map(asCheck),
    ...digests
      .filter((digest) => DIGEST.test(digest))
      .map((digest): Command => ({
        purpose: 'check-digest',
        text: `${engine === 'ctr' ? tool : 'ctr -n moby'} content ls${filter(shell, digest)}`,
      })),
    ...joinParts(shell, fileName, parts).map((text): Command => ({ purpose: 'join', text })),
    { purpose: 'load', text: `${tool} ${load}` },
  ]
}

const asCheck = (text: string): Command => ({ purpose: 'check-base', text })

/** Prints the layers of the images there whose stack begins with the shared layers: the base, whatever its name. */
function checkBase(engine: 'docker' | 'podman', shell: Shell, { reference, diffIds }: BaseCheck): string {
  const stack = `[${diffIds.map((diffId) => `"${diffId}"`).join(',')}`
  const format = quoteSh('{{json .RootFS.Layers}}')
  const images = reference && SAFE_REFERENCE.test(reference) ? reference : `$(${engine} image ls -q)`
  return `${engine} image inspect --format ${format} ${images}${filter(shell, stack)}`
}

/** Checks the parts, joins them, and checks the whole: the lists were saved beside the parts. */
function joinParts(shell: Shell, name: string, parts: readonly string[]): string[] {
  if (parts.length === 0) return []
  if (shell === 'powershell') {
    const joined = [...parts, name].map((part) => `"${part}"`)
    const copy = `cmd /c ${quotePowerShell(`copy /b ${joined.slice(0, -1).join('+')} ${joined.at(-1)}`)}`
    return [
      copy,
      `(Get-FileHash -LiteralPath ${quotePowerShell(name)}).Hash -eq (Get-Content -LiteralPath ${quotePowerShell(`${name}.sha256`)}).Split(' ')[0]`,
    ]
  }
  const check = shell === 'macos' ? 'shasum -a 256 -c' : 'sha256sum -c'
  return [
    `${check} ${quoteSh(asOperand(`${name}.parts.sha256`))}`,
    `cat ${parts.map((part) => quoteSh(asOperand(part))).join(' ')} > ${quoteSh(name)}`,
    `${check} ${quoteSh(asOperand(`${name}.sha256`))}`,
  ]
}

/** A name that begins with a dash would be taken for an option, quoted or not. */
const asOperand = (name: string) => (name.startsWith('-') ? `./${name}` : name)

const filter = (shell: Shell, text: string) =>
  shell !== 'powershell' ? ` | grep -F ${quoteSh(text)}` : ` | Select-String -SimpleMatch ${quotePowerShell(text)}`

const quoteSh = (text: string) =>
  /^[a-zA-Z0-9._/-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** PowerShell takes typographic quotes for its own (about_Quoting_Rules): they are doubled like the plain one. */
const quotePowerShell = (text: string) =>
  /^[a-zA-Z0-9._-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`

const unique = (texts: readonly string[]) => [...new Set(texts)]
