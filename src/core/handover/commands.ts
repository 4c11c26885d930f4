import type { LoaderId } from '../engine/loader'
import type { PlanReport } from '../view/report'
import { visible } from '../view/visible'
import { checkBlobs, checkStacks, type Asking } from './check-commands'
import type { SkopeoSource } from '../view/skopeo-sources'
import { quotePowerShell, quoteSh, textPowerShell } from './quote'

export type Engine = 'docker' | 'podman' | 'ctr' | 'skopeo'

/** What each takes archives in with; undefined where no command does. */
export const engineOf: Readonly<Record<LoaderId, Engine | undefined>> = {
  docker: 'docker',
  'docker-containerd': 'docker',
  containerd: 'ctr',
  podman: 'podman',
  registry: 'skopeo',
  layershed: undefined,
}
export type Shell = 'sh' | 'macos' | 'powershell'

/** A command to copy, and what it is for. */
export interface Command {
  readonly purpose: 'check-base' | 'check-digest' | 'join' | 'load'
  readonly text: string
}

/** A command is what it shows: where a name holds what can't be seen, or ends the line, none is given. */
const isSayable = (name: string) => visible(name) === name

/** What is loaded there, and what has to be there before. */
export interface Consigned extends Pick<PlanReport, 'checks' | 'digestsToCheck' | 'blobsToCheck' | 'skopeo'> {
  readonly fileName: string
  /** Those that it was cut into. */
  readonly parts: readonly string[]
}

/** What to run on the other side, in order. Every value is quoted for its shell. No load where its file can't be named. */
export function commandsFor(engine: Engine, shell: Shell, consigned: Consigned): Command[] {
  const { fileName, parts, skopeo, ...needs } = consigned
  const sayable = [fileName, ...parts].every(isSayable)
  return [
    ...checksFor(engine, shell === 'powershell' ? shell : 'sh', needs),
    ...(sayable ? joinParts(shell, fileName, parts) : []).map((text): Command => ({ purpose: 'join', text })),
    ...(sayable ? loadsOf(engine, shell, fileName, skopeo) : []).map((text): Command => ({ purpose: 'load', text })),
  ]
}

/** A registry needs none: skopeo asks by itself. */
function checksFor(engine: Engine, shell: Asking, needs: Omit<Consigned, 'fileName' | 'parts' | 'skopeo'>): Command[] {
  const base = (text: string): Command => ({ purpose: 'check-base', text })
  switch (engine) {
    case 'skopeo':
      return []
    case 'ctr':
      return checkBlobs('k8s.io', shell, needs.blobsToCheck).map(base)
    case 'docker':
    case 'podman':
      return [
        ...checkStacks(engine, shell, needs.checks).map(base),
        ...checkBlobs('moby', shell, needs.digestsToCheck).map((text): Command => ({ purpose: 'check-digest', text })),
      ]
  }
}

/** Whose registry it is, and what an image without a name is to be called there, is for the reader to put in. */
function loadsOf(engine: Engine, shell: Shell, fileName: string, sources: readonly SkopeoSource[]): string[] {
  const quote = shell === 'powershell' ? quotePowerShell : quoteSh
  if (engine === 'ctr') return [`ctr -n k8s.io images import ${quote(asOperand(fileName))}`]
  if (engine !== 'skopeo') return [`${engine} load -i ${quote(fileName)}`]
  const names = namesThere(sources)
  return sources.flatMap(({ transport, which }, at) => {
    const from = [transport, fileName, ...(which ? [which] : [])].join(':')
    return which === undefined ? [] : [`skopeo copy ${quote(from)} docker://REGISTRY/${names[at]}`]
  })
}

/** `docker.io/library/app:1` → `app:1`. Of several alone, and once: two of one name would end as one. */
function namesThere(sources: readonly SkopeoSource[]): string[] {
  const names = sources.map(({ name }) => /^[\w.:[\]-]+\/(?:library\/)?([\w./-]+:[\w.-]+)$/.exec(String(name))?.[1])
  return names.map((name, at) => (name && names.length > 1 && names.indexOf(name) === at ? name : 'NAME:TAG'))
}

const isTold = ({ which }: SkopeoSource) => which !== undefined

/** Whether there are images for which there is no command: skopeo can't tell them from the others. */
export const hasUntold = (engine: Engine, sources: readonly SkopeoSource[]) =>
  engine === 'skopeo' && !sources.every(isTold)

/** Checks the parts, joins them, and checks the whole: the lists were saved beside the parts. */
function joinParts(shell: Shell, name: string, parts: readonly string[]): string[] {
  if (parts.length === 0) return []
  if (shell === 'powershell') return joinInPowerShell(name, parts)
  const check = shell === 'macos' ? 'shasum -a 256 -c' : 'sha256sum -c'
  return [
    `${check} ${quoteSh(asOperand(`${name}.parts.sha256`))}`,
    `cat ${parts.map((part) => quoteSh(asOperand(part))).join(' ')} > ${quoteSh(name)}`,
    `${check} ${quoteSh(asOperand(`${name}.sha256`))}`,
  ]
}

/**
 * Without cmd, whose `copy /b` takes `%name%` for a variable's value, quoted or not; by streams, so that large parts take no memory;
 * ended by the first part that is not there. Of .NET's folder PowerShell knows nothing: its own is put in front.
 */
function joinInPowerShell(name: string, parts: readonly string[]): string[] {
  const at = (file: string) => `[IO.Path]::Combine($PWD.ProviderPath, ${file})`
  const append = `$from = [IO.File]::OpenRead(${at('$part')}); try { $from.CopyTo($to) } finally { $from.Dispose() }`
  return [
    [
      `& { $ErrorActionPreference = 'Stop'; $to = [IO.File]::Create(${at(textPowerShell(name))});`,
      `try { foreach ($part in ${parts.map(textPowerShell).join(', ')}) { ${append} } } finally { $to.Dispose() } }`,
    ].join(' '),
    `(Get-FileHash -LiteralPath ${textPowerShell(name)}).Hash -eq (Get-Content -LiteralPath ${textPowerShell(`${name}.sha256`)}).Split(' ')[0]`,
  ]
}

/** A name that begins with a dash would be taken for an option, quoted or not. */
const asOperand = (name: string) => (name.startsWith('-') ? `./${name}` : name)
