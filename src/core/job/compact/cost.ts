import { zstdEncoder } from '../../compression/zstd-encoder'
import { billedByOps, billedWhole, type Billed } from '../../cost/billed'
import { entryCosts } from '../../cost/entry-costs'
import { OldFiles } from '../../cost/old-files'
import { Tally } from '../../cost/tally'
import { OldSpace } from '../../delta/old-space'
import type { ImageArchive } from '../../image/model'
import { storedBytes } from '../../image/payload'
import { carriedWhole } from './carried-whole'
import { reportOf, type CostReport, type LayerCost } from './cost-report'
import { oldBytes, plainBytes } from './job'
import type { CompactPlan } from './plan'
import { unpackedPart } from './cooked'
import type { CarriedEntry, CompactFile, CompactLayer } from './read'

/** A compact archive that was made, and what it was made of. */
export interface CostJob {
  readonly file: CompactFile
  /** Bytes of it. */
  readonly size: number
  readonly archive: ImageArchive
  readonly plan: CompactPlan
  readonly unpacked: readonly Blob[]
}

/** Fast, and near enough: only how files compare is taken from it. */
const LEVEL = 3

/** Which bytes are carried is exact, and so is what each layer comes to; what a file takes of its layer, packed, is weighed. */
export async function costOf(job: CostJob): Promise<CostReport> {
  const { size } = job
  const encode = await zstdEncoder()
  const packedSize = (bytes: Uint8Array) => encode(bytes, LEVEL).length
  const old = await OldFiles.read(new OldSpace(oldBytes(job)))
  const all = new Tally()
  const layers: LayerCost[] = []
  let literals = 0
  for await (const { layer, fresh, billed } of carriedIn(job, old)) {
    layers.push(layer)
    if (!fresh) continue
    const tally = new Tally()
    for await (const entry of entryCosts(fresh, billed, old, packedSize)) {
      tally.add(entry)
      literals += entry.header.literal + entry.data.literal
    }
    all.merge(tally, tally.cost > 0 ? layer.cost / tally.cost : 0)
  }
  return reportOf(size, literals, layers, all)
}

interface Carried {
  readonly layer: LayerCost
  /** Its plain bytes, where they are there. */
  readonly fresh: Blob | undefined
  readonly billed: AsyncIterable<Billed>
}

async function* carriedIn({ file, archive, plan, unpacked }: CostJob, old: OldFiles): AsyncGenerator<Carried> {
  const plain = plainBytes(plan, unpacked)
  const lines = new Map(archive.images.flatMap(({ layers }) => layers).map((one) => [one.diffId, one.createdBy]))
  for (const layer of file.layers) {
    const { diffId, size } = layer.note
    const item = plan.items.find((one) => one.digest === diffId)
    const cost = layer.ops.bytes.size + layer.literals.bytes.size
    yield {
      layer: { diffId, createdBy: lines.get(diffId) ?? '', how: 'changed', size, cost },
      fresh: item && plain(item.stored),
      billed: billedByOps(await unpackedLayer(layer, plan, old)),
    }
  }
  const { payloads, share } = carriedWhole(file, archive)
  for (const payload of payloads) {
    const { diffId, size, encoding } = payload
    const item = plan.items.find(({ payloads }) => payloads.includes(payload))
    const fresh = item ? plain(item.stored) : encoding === 'tar' ? storedBytes(archive.tar, payload) : undefined
    const [createdBy, cost] = [lines.get(diffId) ?? '', Math.round(share * size)]
    const layer = { diffId, createdBy, how: fresh ? 'whole' : 'packed', size, cost } as const
    yield { layer, fresh, billed: billedWhole(fresh ?? new Blob()) }
  }
}

async function unpackedLayer({ note, ops, literals }: CompactLayer, { olds }: CompactPlan, { space }: OldFiles) {
  const unpacked = ({ bytes }: CarriedEntry) => unpackedPart(note.codec, bytes)
  let plainOps = 0
  for await (const chunk of unpacked(ops)) plainOps += chunk.length
  const starts = note.sources.map(({ diffId }) => space.sources[olds.findIndex((one) => one.diffId === diffId)]!.start)
  let end = 0
  const ends = note.sources.map(({ size }) => (end += size))
  const addressOf = (from: number) => {
    const at = ends.findIndex((end) => from < end)
    return starts[at]! + from - (ends[at]! - note.sources[at]!.size)
  }
  const opsShare = ops.bytes.size / Math.max(1, plainOps)
  return { segments: note.segments, ops: unpacked(ops), opsShare, literals: unpacked(literals), addressOf }
}
