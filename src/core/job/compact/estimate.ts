import { makeRecipe, type Olds } from '../../delta/recipe'
import type { Mill } from '../../delta/mill'
import { payloadsOf } from '../../image/model'
import { storedBytes } from '../../image/payload'
import { bytesPutBack, type CompactJob } from './job'
import { samplesOf, UNIT } from './samples'
import type { PackingMeans } from './packing'
import { SMALLEST } from './plan'
import { sizeOf } from './sizes'

/** What a compact archive comes to, about, in bytes, and how long it takes to make it, once the old layers are read. */
export interface Estimate extends Range {
  readonly seconds: number
}

interface Range {
  readonly low: number
  readonly high: number
}

/** Of a layer that goes by in order a byte takes so much less than one of a sample: a quarter to a half of it, as measured. */
const SECONDS_OF_SAMPLES = 0.3

/** What is not made anew is hashed, in one stream: 3.4 s a GiB. */
const HASHED_SECONDS = 3.4 / 1024 ** 3

/** Of what all of it comes to: cut into samples it takes a little more, as files that repeat each other stand in several of them. */
const OF_MEAN = { low: 0.75, high: 1.05 } as const

/** What being cut out adds to each unit of a sample, about. */
const CUT = 32 / UNIT

/** How far the mean of the samples may be off, in standard errors of it. */
const FAR = 2

/** Bytes of old and new archives: more is not read for a hint. */
export const MOST_READ = 8 * 1024 ** 3

/** What no layer is: JSON packs well, and what is more than that is packed already. */
const JSON_AT_MOST = 1024 * 1024
const PACKED_AT_BEST = 0.1

interface EstimateMeans {
  readonly mill: Mill
  /** Milliseconds of a clock. */
  readonly now: () => number
}

/**
 * Tells what a compact archive comes to by samples of its changed layers, before it is made: few bytes of the new layers are read.
 * @param olds the old layers.
 */
export async function estimate(job: CompactJob, olds: Olds, { mill, now }: EstimateMeans): Promise<Estimate> {
  const { layers, rest } = carriedIn(job)
  const size = sizeOf(layers)
  const { low, high, seconds } = await estimateLayers(layers, olds, { codec: job.codec, mill, now })
  const texts = job.beside.reduce((sum, { text }) => sum + text.length, 0)
  return {
    low: Math.round(texts + (rest > JSON_AT_MOST ? rest : PACKED_AT_BEST * rest) + low),
    high: Math.round(texts + rest + Math.min(high, size)),
    seconds: seconds + HASHED_SECONDS * Math.max(0, job.archive.tar.size - size),
  }
}

async function estimateLayers(
  layers: readonly Blob[],
  olds: Olds,
  { now, ...packing }: Packing & EstimateMeans,
): Promise<Estimate> {
  const samples = await samplesOf(layers)
  const sampled = { ...olds, index: samples.within(olds.index) }
  const shares: number[] = []
  const started = now()
  for (const tar of samples.tars) shares.push((await carriedOf(tar, sampled, packing)) / tar.size)
  const taken = (now() - started) / 1000
  const { mean, error } = meanOf(shares)
  const size = sizeOf(layers)
  return {
    low: OF_MEAN.low * Math.max(0, mean - FAR * error - CUT) * size,
    high: OF_MEAN.high * (mean + FAR * error) * size,
    seconds: (SECONDS_OF_SAMPLES * taken * size) / Math.max(1, sizeOf(samples.tars)),
  }
}

type Packing = Pick<PackingMeans, 'codec' | 'mill'>

/** Layers that are made of others, or carried whole and packed; and how many bytes there are beside them. */
function carriedIn(job: CompactJob) {
  const { archive, plan } = job
  const known = new Set(plan.items.flatMap(({ payloads }) => payloads))
  const left = [...payloadsOf(archive.images)].filter(
    (one) => !known.has(one) && one.state === 'whole' && one.encoding === 'tar' && one.size >= SMALLEST,
  )
  const changed = plan.items.filter(({ kind }) => kind === 'changed').map(bytesPutBack(job))
  return {
    layers: [...changed, ...left.map((one) => storedBytes(archive.tar, one))],
    rest: [...known, ...left].reduce((rest, { size }) => rest - size, archive.tar.size),
  }
}

/** What a layer's recipe comes to, packed. */
async function carriedOf(layer: Blob, olds: Olds, { codec, mill }: Packing): Promise<number> {
  let carried = 0
  const packer = () => mill.packer(codec, async ({ length }) => void (carried += length))
  const [ops, literals] = [packer(), packer()]
  const sinks = {
    ops: (bytes: Uint8Array) => ops.write(bytes),
    literals: (bytes: Uint8Array) => literals.write(bytes),
  }
  await makeRecipe(layer, olds, { sinks, mill, look: async () => {} })
  await Promise.all([ops.finish(), literals.finish()])
  return carried
}

/** Their mean, and its standard error. */
function meanOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, error: Math.sqrt(squares / Math.max(1, values.length * (values.length - 1))) }
}
