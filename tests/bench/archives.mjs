import { createHash } from 'node:crypto'
import { TarFile } from './tar.mjs'

const sha256 = (text) => createHash('sha256').update(text).digest('hex')

const v1Id = (layer) => sha256(`directory ${layer}`)

export const layerPath = (layer) => `${v1Id(layer)}/layer.tar`

/** Nothing that is measured hashes a layer: its name will do for its content. */
const diffId = (layer) => `sha256:${sha256(`content ${layer}`)}`

/**
 * A docker-archive as `docker save` wrote it up to Docker 24: per layer a directory, VERSION, json and layer.tar.
 * @param fill gives a layer's bytes, in pieces; without it the layers are holes.
 * @param extras small files that no image names.
 */
export function writeArchive(path, { layers, layerSize, fill, extras = { count: 0, size: 0 } }) {
  const tar = new TarFile(path)
  for (let layer = 0; layer < layers; layer++) {
    tar.directory(`${v1Id(layer)}/`)
    tar.file(`${v1Id(layer)}/VERSION`, '1.0')
    tar.file(`${v1Id(layer)}/json`, JSON.stringify({ id: v1Id(layer) }))
    if (fill) tar.stream(layerPath(layer), layerSize, fill(layer, layerSize))
    else tar.hole(layerPath(layer), layerSize)
  }
  for (let extra = 0; extra < extras.count; extra++) tar.hole(`extras/${extra}`, extras.size)
  writeImageFiles(tar, layers)
  tar.close()
}

/** The first layers of the same image, emptied: what the page calls a fingerprint, read as a base. */
export function writeBase(path, layers) {
  const tar = new TarFile(path)
  for (let layer = 0; layer < layers; layer++) tar.file(layerPath(layer), '')
  writeImageFiles(tar, layers)
  tar.close()
}

function writeImageFiles(tar, layers) {
  const all = Array.from({ length: layers }, (_, layer) => layer)
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: all.map(diffId) },
    history: all.map((layer) => ({ created_by: `COPY part-${layer} /srv/` })),
  })
  const name = `${sha256(config)}.json`
  const tag = `bench:${layers}`
  tar.file(name, config)
  tar.file('manifest.json', JSON.stringify([{ Config: name, RepoTags: [tag], Layers: all.map(layerPath) }]))
}
