import { openAsBlob, statSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { combine, type Destination } from '../../src/core/destination/destination'
import { fingerprint } from '../../src/core/job/fingerprint'
import { holdingOfArchive } from '../../src/core/destination/holding'
import { holdingsOf } from '../../src/core/destination/inventory/join'
import type { NamedBlob } from '../../src/core/file'
import type { ImageArchive } from '../../src/core/image/model'
import { open } from '../../src/core/job/open'
import { planOf, slim } from '../../src/core/job/slim'
import type { FormId } from '../../src/core/form/form-id'
import { judge } from '../../src/core/plan/verdict'
import { gzipped } from '../../src/output/gzip'
import { joined, restoredBy } from '../fixtures/restoring'

export interface Slimmed {
  /** Layers whose bytes were left out. */
  readonly shed: number
  /** The slim archive's share of the target's size. */
  readonly share: number
}

/**
 * Slims an archive as the page does, and writes the outcome to `output`.
 * @param bases what the destination has: archives, fingerprints, JSON of an inspect.
 */
export async function slimTo(
  output: string,
  target: string,
  { bases, form }: { bases: readonly string[]; form: FormId },
): Promise<Slimmed> {
  const archive = await openArchive(target)
  const job = { archive, form, destination: await destinationOf(bases) }
  const plan = planOf(job)
  const verdict = judge(archive, plan, job.destination)
  if (verdict.kind !== 'ready') throw new Error(`${basename(target)}: ${JSON.stringify(verdict)}`)
  await write(output, await slim(job, plan))
  return { shed: plan.shed.size, share: statSync(output).size / archive.tar.size }
}

/** Makes a slim archive whole again as the page does, and writes the outcome to `output`. */
export async function restoreTo(output: string, slim: string, bases: readonly string[]): Promise<void> {
  const archive = await openArchive(slim)
  const opened = await Promise.all(bases.map(openArchive))
  const job = { archive, bases: opened, destination: await destinationOf(bases), exact: false, damaged: [] }
  await write(output, (await restoredBy(job)).bytes)
}

/** Joins slim archives and their bases to one, as the page does. */
export async function joinTo(output: string, slim: readonly string[], bases: readonly string[]): Promise<void> {
  const files = (paths: readonly string[]) => Promise.all(paths.map(named))
  writeFileSync(output, await joined(await files(slim), await files(bases)))
}

/** Gzips an archive as the page does on the way out. */
export async function gzipTo(output: string, archive: string): Promise<void> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const never = new AbortController().signal
  for await (const chunk of gzipped(await openAsBlob(archive), () => {}, never)) parts.push(chunk)
  await write(output, new Blob(parts))
}

export async function fingerprintTo(output: string, base: string): Promise<void> {
  await write(output, await fingerprint(await openArchive(base)))
}

async function destinationOf(bases: readonly string[]): Promise<Destination> {
  const opened = await Promise.all(bases.map(async (base) => open(await named(base))))
  const archives = opened.flatMap((file) => (file.kind === 'archive' ? [holdingOfArchive(file.archive)] : []))
  const inventories = opened.flatMap((file) => (file.kind === 'inventory' ? [file.inventory] : []))
  return combine([...archives, ...holdingsOf(inventories)], 'one-host')
}

async function openArchive(path: string): Promise<ImageArchive> {
  const opened = await open(await named(path))
  if (opened.kind !== 'archive') throw new Error(`${path} is no archive`)
  return opened.archive
}

const named = async (path: string): Promise<NamedBlob> =>
  Object.assign(await openAsBlob(path), { name: basename(path) })

const write = async (path: string, blob: Blob) => writeFile(path, Buffer.from(await blob.arrayBuffer()))
