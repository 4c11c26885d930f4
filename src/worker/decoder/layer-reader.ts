import { Below } from '../../core/layer/below'
import { LayerListing } from '../../core/layer/listing'
import { bytesOfStored, readStored, type StoredLayer } from '../../core/layer/stored'
import type { OnProgress } from '../door/progress'
import type { LayerApi } from './layer-api'
import { attempt } from '../door/result'
import { blobSpool } from './spool'
import { breather, counter, Tasks } from '../door/progress'

/** So that scrolling stays smooth while layers are read. */
const ANSWER_WITHIN_MS = 25

/** Bytes of no type a browser guesses at, and calls `main` `main.txt`. */
const UNTOLD = 'application/octet-stream'

const tasks = new Tasks()
let opened: { readonly layer: StoredLayer; readonly listing: LayerListing } | undefined

export const layerReader: LayerApi = {
  list: (layer, task, onProgress) =>
    attempt(layer.name, async () => {
      const contents = await readStored(layer, during(task, layer.blob.size, onProgress))
      opened = { layer, listing: new LayerListing(contents) }
      return opened.listing.summary()
    }).finally(() => tasks.end(task)),

  compare: (below, task, onProgress) =>
    attempt(opened?.layer.name ?? '', async () => {
      const { listing } = current()
      const total = below.reduce((sum, { blob }) => sum + blob.size, 0)
      const { onRead, breathe } = during(task, total, onProgress)
      const standing = new Below()
      let before = 0
      for (const layer of below) {
        standing.apply(await readStored(layer, { onRead: (bytes) => onRead(before + bytes), breathe }))
        before += layer.blob.size
      }
      listing.compared(standing.apply(listing.contents))
      return listing.summary()
    }).finally(() => tasks.end(task)),

  show: (query) => attempt('', async () => current().listing.show(query)),
  toggle: (id) => attempt('', async () => current().listing.toggle(id)),
  toggleAll: (open) => attempt('', async () => current().listing.toggleAll(open)),
  rows: (from, to) => attempt('', async () => current().listing.rows(from, to)),

  file: (id, task, onProgress) =>
    attempt(opened?.layer.name ?? '', async () => {
      const { layer, listing } = current()
      const file = listing.fileOf(id)
      if (!file) throw new RangeError(`line ${id} is no file`)
      const bytes = await bytesOfStored(layer, file, blobSpool(), during(task, layer.blob.size, onProgress))
      return bytes.slice(0, bytes.size, UNTOLD)
    }).finally(() => tasks.end(task)),

  stop: async (task) => tasks.cancel(task),
}

function current() {
  if (!opened) throw new Error('no layer was listed')
  return opened
}

function during(task: string, total: number, onProgress: OnProgress) {
  const signal = tasks.start(task)
  return { onRead: counter(total, onProgress, signal).at, breathe: breather(signal, ANSWER_WITHIN_MS) }
}
