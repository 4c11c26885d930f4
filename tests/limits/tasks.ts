import { gzipSync } from 'node:zlib'
import { combine } from '../../src/core/destination/destination'
import { holdingOfArchive } from '../../src/core/destination/holding'
import { holdingsOf } from '../../src/core/destination/inventory/join'
import { readArchive } from '../../src/core/image/archive'
import { open } from '../../src/core/job/open'
import { planOf, slim } from '../../src/core/job/slim'
import { unpack } from '../../src/core/job/unpack'
import { indexOf } from '../../src/core/tar/outline'
import { viewOf } from '../../src/core/view/file-view'
import { report } from '../../src/core/view/report'
import type { NamedBlob } from '../../src/core/file'
import { fileOf } from '../fixtures/tar'

/** What the page's worker does with files, through the core's own doors, and as much as crosses to the page. */

export async function opened(file: NamedBlob): Promise<unknown> {
  const contents = await open(file)
  return contents.kind === 'choice' ? contents : structuredClone(viewOf(contents))
}

/** As a base: nothing is laid down. */
export async function unpacked(file: NamedBlob): Promise<unknown> {
  const result = await unpack(file, { scratch: neverKept, onRead: () => {} })
  if (result.kind !== 'archive') return result
  const archive = await readArchive(indexOf(result.outline, undefined))
  return structuredClone(viewOf({ kind: 'archive', archive }))
}

const neverKept = (): never => {
  throw new Error('nothing is laid down here')
}

/** Opens all, plans by every form, draws and sizes it, and saves. */
export async function planned(target: NamedBlob, ...bases: readonly NamedBlob[]): Promise<void> {
  const archive = await archiveIn(target)
  const there = await Promise.all(bases.map((base) => open(base)))
  const inventories = there.flatMap((one) => (one.kind === 'inventory' ? [one.inventory] : []))
  const archives = there.flatMap((one) => (one.kind === 'archive' ? [holdingOfArchive(one.archive)] : []))
  const destination = combine([...archives, ...holdingsOf(inventories)], 'one-host')
  for (const form of ['universal', 'as-is'] as const) {
    const job = { archive, destination, form }
    const plan = planOf(job)
    structuredClone(await report(job, plan))
    await slim(job, plan)
  }
}

async function archiveIn(file: NamedBlob) {
  const opened = await open(file)
  if (opened.kind !== 'archive') throw new Error(`${file.name} is no archive`)
  return opened.archive
}

export const gzipped = (bytes: Uint8Array, name = 'image.tar.gz') => fileOf(gzipSync(bytes), name)
