import { totalBytes } from '../../core/check/to-hash'
import type { Codec } from '../../core/delta/note'
import type { CostReport } from '../../core/job/compact/cost-report'
import type { Damaged } from '../../core/job/damaged'
import type { Known } from '../../core/job/compact/old-layers'
import { sizeOf } from '../../core/job/compact/sizes'
import type { MadeCompact } from '../../core/job/compact/make'
import type { Remarked } from '../../core/job/remarked'
import { ClaimedSpools } from '../../storage/opfs/claimed-spools'
import type { CompactApi, CompactFiles, CompactInputs, CompactPlanned } from '../../worker/compact/api'
import { besideMill, compacterAhead, inCompactWorker, millAhead } from '../../worker/compact/compact-worker'
import { moving } from '../../worker/compact/moving'
import { besideHasher, hasherAhead } from '../../worker/decoder/lending'
import { unpackLayer } from '../../worker/decoder/unpack-file'
import type { OnProgress } from '../../worker/door/progress'
import type { Choice, MainApi } from '../../worker/main/api'
import type { Files } from '../files.svelte'
import type { Hashing } from '../hashing.svelte'
import { aroundDamage, refuseDamaged, unpackedInTurn } from './around-damage'
import { KnownLayers } from './known-layers'
import { PlainLayers } from './plain-layers'
import { readOlds } from './reading-olds'
import { sideBySide, together } from './side-by-side'
import { SpareTime } from './spare-time.svelte'

/** What is made of which target, by what was chosen for it. */
export interface CompactWork {
  readonly id: string
  readonly choice: Choice
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

interface Made extends Pick<MadeCompact, 'bytes' | 'recipes'> {
  readonly inputs: CompactInputs
  readonly unpacked: readonly Blob[]
}

/** Whoever reads more than that comes to hold what a browser clears away late, and needs all there is room for to make something. */
const MUCH = 2 * 1024 ** 3

/** What goes before the making. */
interface Begun {
  readonly line: () => OnProgress
  readonly making: OnProgress
  /** Of the old layers what was read before, where it was. */
  readonly read?: Known
}

/** What was made serves what is made of the same: of others there may be old layers that fit better. */
const isOfSame = (one: CompactInputs, other: CompactInputs) => stampOf(one) === stampOf(other)

const stampOf = ({ bases, earlier, damaged }: CompactInputs) =>
  JSON.stringify([[...bases, ...earlier].map(({ id, bytes }) => [id, bytes.size]), damaged])

/** Compact archives, made and made whole again: what is unpacked and made lies in spools until its target goes, or is made anew. */
export class Compacting {
  readonly #door: Pick<MainApi, 'compactInputs'>
  readonly #files: Pick<Files, 'withBytes'>
  readonly #hashing: Pick<Hashing, 'all'>
  readonly #spare: SpareTime
  readonly #spools = new ClaimedSpools()
  readonly #made = new Map<string, Made>()
  /** Who still reads what was made: its spools wait for them. */
  readonly #reading = new Map<string, Promise<unknown>>()

  readonly known: KnownLayers
  readonly plain: PlainLayers

  /** @param isBusy whether something is saved. */
  constructor(
    door: Pick<MainApi, 'compactInputs'>,
    files: Pick<Files, 'withBytes' | 'item'>,
    hashing: Pick<Hashing, 'all'>,
    isBusy: () => boolean,
  ) {
    this.#door = door
    this.#spare = new SpareTime(isBusy)
    this.#files = files
    this.#hashing = hashing
    const editionOf = (id: string) => files.item(id)?.edition
    this.known = new KnownLayers(editionOf)
    this.plain = new PlainLayers(editionOf)
  }

  /** What nobody has to wait for is hashed while it is made. */
  make(job: CompactWork, codec: Codec): Promise<Remarked> {
    const made = this.#work(
      job,
      async (api, inputs, { line, making, read }: Begun) => {
        const planned = await api.toMake(inputs)
        const unpacked = await this.#unpacked(job, planned)
        const hashing = line()
        const others = [...this.#made].filter(([, one]) => isOfSame(one.inputs, inputs))
        for (const [id] of others) void this.#held(id, made)
        await api.begin({ unpacked, codec, recipes: others.flatMap(([, { recipes }]) => recipes) })
        const blobs = await api.toHash()
        hashing(0, totalBytes(blobs))
        const spool = await this.#spools.claim(job.id)
        const [left, hashed] = await besideMill(async (mill) => {
          await api.helpedBy(mill)
          // Recipes leave one core half free: what is left is hashed beside them, and nothing beside the reading.
          refuseDamaged(await readOlds(api, planned, this.known, making, read))
          return sideBySide(
            () => api.make(spool, making),
            (signal) => this.#hashing.all(blobs, hashing, signal),
            job.signal,
          )
        }, job.signal)
        const written = await api.write([...hashed, ...(await this.#hashing.all(left, line(), job.signal))])
        this.#made.set(job.id, { inputs, unpacked, ...written })
        return { bytes: written.bytes, remarks: planned.remarks }
      },
      (inputs) => this.#readApart(job, inputs, codec),
    )
    return made
  }

  /** Large old layers are read by a worker that ends with it, before another one makes something of them. */
  async #readApart(job: CompactWork, inputs: CompactInputs, codec: Codec): Promise<Begun> {
    const line = together(job.onProgress)
    const making = line()
    if (sizeOf([...inputs.bases, ...inputs.earlier].map(({ bytes }) => bytes)) < MUCH) return { line, making }
    const { read, work } = await inCompactWorker(async (api) => {
      const planned = await api.toMake(inputs)
      await api.begin({ unpacked: await this.#unpacked(job, planned), codec, recipes: [] })
      const given = this.known.taken(planned.olds)
      return api.readOldsApart(moving(given, given), making)
    }, job.signal)
    return { line, making: (done, total) => making(work + done, work + total), read }
  }

  /** What the bytes are of what was just made of a target: nobody waits for it. */
  async cost(id: string, signal: AbortSignal): Promise<CostReport> {
    const made = this.#made.get(id)
    if (!made) throw new RangeError(`nothing was made of ${id}`)
    const read = (signal: AbortSignal) =>
      inCompactWorker((api) => api.cost(made.inputs, { unpacked: made.unpacked, bytes: made.bytes }), signal)
    return this.#held(id, this.#spare.take(read, signal))
  }

  /** What is made is hashed meanwhile, the whole of it in a worker beside the one that makes it. */
  restore(job: CompactWork): Promise<Remarked> {
    return this.#work(
      job,
      async (api, inputs, line) => {
        const planned = await api.toRestore(inputs)
        const unpacked = await this.#unpacked(job, planned)
        const means = { unpacked, spool: await this.#spools.claim(job.id), frame: await this.#spools.claim(job.id) }
        const blobs = await besideHasher((port) => api.remake(means, port, line()), job.signal)
        const bytes = await api.proved(await this.#hashing.all(blobs, line(), job.signal))
        return { bytes, remarks: planned.remarks }
      },
      async () => together(job.onProgress),
    )
  }

  /** Somebody is about to make, or to restore: the workers' code is there by then. */
  startAhead(what: 'make' | 'restore'): void {
    compacterAhead.start()
    if (what === 'make') millAhead.start()
    else hasherAhead.start()
  }

  endAhead(): void {
    for (const ahead of [compacterAhead, millAhead, hasherAhead]) ahead.end()
  }

  release(id: string): void {
    for (const held of [this.#spools, this.plain]) held.release(id, this.#reading.get(id))
    for (const kept of [this.#made, this.#reading]) kept.delete(id)
  }

  /** What was made of a target stays until then. */
  #held<T>(id: string, reading: Promise<T>): Promise<T> {
    this.#reading.set(id, Promise.allSettled([this.#reading.get(id), reading]))
    return reading
  }

  /** @param begin what goes before it, by whatever workers it wants. */
  #work<T>(
    { id, choice, signal }: CompactWork,
    work: (api: CompactApi, inputs: CompactInputs, begun: T) => Promise<Remarked>,
    begin: (inputs: CompactInputs) => Promise<T>,
  ): Promise<Remarked> {
    const attempt = async (damaged: readonly Damaged[]) => {
      this.release(id)
      try {
        const inputs = { ...(await this.#inputs(id, choice, signal)), damaged }
        const begun = await begin(inputs)
        return await inCompactWorker((api) => work(api, inputs, begun), signal)
      } catch (thrown) {
        this.release(id)
        throw thrown
      }
    }
    return this.#spare.givenTo(() => this.plain.inRoom(() => aroundDamage(attempt)))
  }

  #unpacked({ id, onProgress, signal }: CompactWork, { layers }: CompactPlanned): Promise<Blob[]> {
    return unpackedInTurn(layers, (layer) =>
      this.plain.take(id, layer, (spool) => unpackLayer(layer, spool, onProgress, signal)),
    )
  }

  /** Bases that are packed are opened once more, and their bytes kept. */
  async #inputs(id: string, choice: Choice, signal: AbortSignal): Promise<CompactFiles> {
    const { bare } = await this.#door.compactInputs(id, choice)
    for (const base of bare) await this.#files.withBytes(base)
    signal.throwIfAborted()
    const { target, bases, earlier } = await this.#door.compactInputs(id, choice)
    return { target, bases, earlier }
  }
}
