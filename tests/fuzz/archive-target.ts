import { combine, type Destination, type HostMode } from '../../src/core/destination/destination'
import { holdingOfArchive, type Holding } from '../../src/core/destination/holding'
import { holdingsOf } from '../../src/core/destination/inventory/join'
import { forms } from '../../src/core/form/index'
import type { FormId } from '../../src/core/form/form-id'
import { blobPath, digestOfPath } from '../../src/core/image/digest'
import { encodingOf } from '../../src/core/image/encoding'
import { plainPath } from '../../src/core/image/files'
import type { FindingCode } from '../../src/core/image/finding'
import type { ImageArchive } from '../../src/core/image/model'
import { fingerprint } from '../../src/core/job/fingerprint'
import { open } from '../../src/core/job/open'
import { planOf, slim } from '../../src/core/job/slim'
import { onlyPlatform, platformsOf } from '../../src/core/plan/only-platform'
import type { SlimPlan } from '../../src/core/plan/slim-plan'
import { stoppingFindings } from '../../src/core/plan/verdict'
import { viewOf } from '../../src/core/view/file-view'
import { report } from '../../src/core/view/report'
import { digestOf } from '../fixtures/layers'
import { inspect } from '../fixtures/inspects'
import { bytesOfBlob, openArchive, openInventory } from '../fixtures/opening'
import { fileOf, type Bytes } from '../fixtures/tar'
import { drawnArchive, type Drawn } from './archives'
import type { Chance } from './chance'
import { faultsOf } from './engines'
import { attempt, must } from './property'

/** Open, plan for some destination, write by every form, open again, and load with the models of engines. */
export async function archiveTarget(chance: Chance): Promise<string> {
  const drawn = drawnArchive(chance)
  const opened = await attempt(() => open(fileOf(drawn.bytes)))
  if (opened.code !== undefined) return opened.code
  if (opened.made.kind !== 'archive') return opened.made.kind
  const { archive } = opened.made
  structuredClone(viewOf(opened.made))
  const said = [await fingerprinted(archive)]
  const there = await drawnDestination(drawn, chance)
  const alone = onlyPlatform(archive, chance.in(8) ? (platformsOf(archive)[0] ?? '') : '')
  for (const form of ['universal', 'as-is'] as const)
    said.push(await formed(forms[form].offersPlatforms ? alone : archive, drawn, there, form))
  return said.join(' ')
}

async function fingerprinted(archive: ImageArchive): Promise<string> {
  const made = await attempt(() => fingerprint(archive))
  if (made.code !== undefined) return made.code
  const bytes = await bytesOfBlob(made.made)
  await openArchive(fileOf(bytes, 'image.fingerprint.tar'))
  return digestOf(bytes).slice(7, 19)
}

interface There {
  readonly destination: Destination
  /** What an engine there has loaded, where that is known. */
  readonly base: Bytes | undefined
}

async function drawnDestination(drawn: Drawn, chance: Chance): Promise<There> {
  const holdings: Holding[] = []
  const kind = chance.below(8)
  const own = await attempt(() => openArchive(fileOf(drawn.base, 'base.tar')))
  if (kind === 0 || !own.made) return { destination: combine([], 'one-host'), base: undefined }
  if (kind < 5) return { destination: combine([holdingOfArchive(own.made)], 'one-host'), base: drawn.base }
  if (kind === 5) {
    const other = await attempt(() => open(fileOf(drawnArchive(chance).bytes, 'other.tar')))
    if (other.made?.kind === 'archive') holdings.push(holdingOfArchive(other.made.archive))
  }
  const letters = chance.one(['A', 'AB', 'BA', 'ABCD', ''])
  const inventories = [await openInventory(JSON.stringify([inspect(letters)]))]
  if (kind === 7)
    inventories.push(await openInventory(JSON.stringify([inspect(chance.one(['A', 'AB']))]), 'second.json'))
  const mode: HostMode = chance.in(2) ? 'every-host' : 'one-host'
  return { destination: combine([...holdings, ...holdingsOf(inventories)], mode), base: undefined }
}

/** What a right output brings up though its source did not. */
function following({ findings, tar }: ImageArchive, { relinked }: SlimPlan): FindingCode[] {
  const codes: FindingCode[] = []
  // A name that no engine takes is left out; the index may have another.
  if (findings.some(({ code }) => code === 'bad-tag')) codes.push('untagged', 'name-in-index')
  // What bore the name of something unreadable goes by another.
  if (findings.some(({ code }) => code === 'item-unreadable')) codes.push('platform-absent')
  // Of an image that lacked a layer already, and whose others are left out, there is none.
  if (findings.some(({ code }) => code === 'layer-absent')) codes.push('platform-absent')
  // A layer may be described as a blob that lay in the archive, and that no image of it named.
  const held = [...relinked.values()].flatMap((relink) =>
    relink.kind === 'held' ? [blobPath(relink.descriptor.digest)] : [],
  )
  const found = tar.entries.filter(({ name }) => held.includes(plainPath(name)))
  if (found.some(({ magic }) => encodingOf(magic, []) === 'zstd')) codes.push('zstd-layer')
  if (new Set(found.map(({ name }) => plainPath(name))).size < found.length) codes.push('duplicate-entry')
  // Without a manifest.json nobody went by links; a new one may.
  if (tar.entries.some(({ type }) => type === 'hardlink')) codes.push('hardlinked-layer')
  return codes
}

/**
 * Where the models know better than any reader of names: containerd finds a blob by its bytes, whatever it is called, and goes by
 * the index where manifest.json calls one layer another (which is said to hurt every engine).
 */
const isBeyondNames = ({ findings, tar }: ImageArchive): boolean =>
  findings.some(({ code }) => code === 'two-layers-in-one') ||
  (findings.some(({ code }) => code === 'platform-absent') &&
    tar.entries.some(({ name }) => /^blobs\/./.test(plainPath(name)) && digestOfPath(plainPath(name)) === undefined))

async function formed(
  archive: ImageArchive,
  drawn: Drawn,
  { destination, base }: There,
  form: FormId,
): Promise<string> {
  const job = { archive, destination, form }
  const plan = planOf(job)
  const told = await report(job, plan)
  structuredClone(told)
  const { verdict, keptBytes } = told
  if (verdict.kind !== 'ready') return verdict.kind
  const saved = await attempt(() => slim(job, plan))
  if (saved.code !== undefined) return saved.code
  must(saved.made.size === keptBytes, () => `${form}: ${keptBytes} bytes were promised, ${saved.made.size} written`)
  const bytes = await bytesOfBlob(saved.made)
  const again = await attempt(() => openArchive(fileOf(bytes, told.fileName)))
  must(again.code === undefined, () => `${form}: what was written does not open again: ${again.code}`)
  const before = new Set(archive.findings.map(({ code }) => code))
  const expected = new Set<string>(['layer-emptied', ...before, ...following(archive, plan)])
  const fresh = (again.made?.findings ?? []).filter(({ code }) => !expected.has(code))
  must(fresh.length === 0, () => `${form}: what was written has new findings: ${JSON.stringify(fresh)}`)
  must(stoppingFindings(archive, plan).length === 0, () => `${form}: saved although it was stopped`)
  if (base && archive.alone === undefined && !isBeyondNames(archive)) {
    const faults = faultsOf(drawn.bytes, base, bytes, form, archive.oci !== undefined)
    must(
      faults.length === 0,
      () => `${form}: the source is whole, with its base the output is not: ${faults.join('; ')}`,
    )
  }
  return digestOf(bytes).slice(7, 19)
}
