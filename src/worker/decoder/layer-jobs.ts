import { Below } from '../../core/layer/below'
import { LayerListing } from '../../core/layer/listing'
import type { StoredLayer } from '../../core/layer/stack'
import { bytesOfStored, readStored } from '../../core/layer/stored'
import { breather, counter, type OnProgress } from '../door/progress'
import type { LayerApi } from './api'
import { blobSpool } from './spool'

/** So that scrolling stays smooth while layers are read. */
const ANSWER_WITHIN_MS = 25

/** Bytes of no type a browser guesses at, and calls `main` `main.txt`. */
const UNTOLD = 'application/octet-stream'

let opened: { readonly layer: StoredLayer; readonly listing: LayerListing } | undefined

export const layerJobs: LayerApi = {
  async list(layer, onProgress, signal) {
    const contents = await readStored(layer, during(layer.blob.size, onProgress, signal))
    opened = { layer, listing: new LayerListing(contents) }
    return opened.listing.summary()
  },

  async compare(below, onProgress, signal) {
    const { listing } = current()
    const total = below.reduce((sum, { blob }) => sum + blob.size, 0)
    const { onRead, breathe } = during(total, onProgress, signal)
    const standing = new Below()
    let before = 0
    for (const layer of below) {
      standing.apply(await readStored(layer, { onRead: (bytes) => onRead(before + bytes), breathe }))
      before += layer.blob.size
    }
    listing.compared(standing.apply(listing.contents))
    return listing.summary()
  },

  show: async (query) => current().listing.show(query),
  toggle: async (id) => current().listing.toggle(id),
  toggleAll: async (open) => current().listing.toggleAll(open),
  rows: async (from, to) => current().listing.rows(from, to),
  placeOf: async (id) => current().listing.placeOf(id),

  async file(id, onProgress, signal) {
    const { layer, listing } = current()
    const file = listing.fileOf(id)
    if (!file) throw new RangeError(`line ${id} is no file`)
    const bytes = await bytesOfStored(layer, file, blobSpool(), during(layer.blob.size, onProgress, signal))
    return bytes.slice(0, bytes.size, UNTOLD)
  },
}

function current() {
  if (!opened) throw new Error('no layer was listed')
  return opened
}

const during = (total: number, onProgress: OnProgress, signal: AbortSignal) => ({
  onRead: counter(total, onProgress, signal).at,
  breathe: breather(signal, ANSWER_WITHIN_MS),
})
