import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { isDigest, type Digest } from './digest'
import { asGoReads, shape } from './go-json'
import { isObject, LONGEST_LIST, readJson, refuse, stringOf, type JsonObject } from './json'
import { parsePlatform, type Platform } from './descriptor'

/** The part of an image config that matters here (OCI image-spec "Image Configuration", Docker image spec v1.2). */
export interface ImageConfig {
  readonly platform: Platform
  readonly diffIds: readonly Digest[]
  /** One line a layer; undefined where the history does not fit the layers. */
  readonly createdBy: readonly (string | undefined)[]
}

export async function readConfig(tar: TarIndex, entry: Entry): Promise<{ bytes: Uint8Array; config: ImageConfig }> {
  const { bytes, json: written } = await readJson(tar, entry)
  const json = asGoReads(written, shape.config)
  const config = isObject(json) ? parseConfig(json) : undefined
  return { bytes, config: config ?? refuse('bad-config', tar, entry, `rootfs.diff_ids: […] (${LONGEST_LIST} at most)`) }
}

/** Undefined when it is no image config: without `rootfs.diff_ids`, or with something else in it than digests of layers. */
export function parseConfig(json: JsonObject): ImageConfig | undefined {
  if (!isObject(json['rootfs'])) return undefined
  const diffIds = json['rootfs']['diff_ids'] ?? []
  if (!isStack(diffIds)) return undefined
  return {
    platform: parsePlatform(json),
    diffIds,
    createdBy: layerLines(json['history'], diffIds.length),
  }
}

/** The diff IDs of an image's layers, no more than any image could have. */
export const isStack = (value: unknown): value is Digest[] =>
  Array.isArray(value) && value.length <= LONGEST_LIST && value.every(isDigest)

/** Of a layer's line. Each goes to the page with every image that has the layer. */
const LONGEST_LINE = 1000

/** The history's lines that made a layer, made readable; none when their number does not fit. */
export function layerLines(history: unknown, layers: number): (string | undefined)[] {
  const made = Array.isArray(history) ? history.filter((item) => isObject(item) && item['empty_layer'] !== true) : []
  const lines = made.map((item: JsonObject) => stringOf(item['created_by'])?.slice(0, LONGEST_LINE))
  return lines.length === layers
    ? lines.map((line) => line && dockerfileLine(onOneLine(line)))
    : Array(layers).fill(undefined)
}

/** The shell's indents, and the ends of a line's lines, say nothing of it. */
const onOneLine = (line: string) => line.replace(/[\t\n\r]+/g, ' ')

/** What the classic builder writes for what was copied: a checksum of its own, that is no digest of anything. */
const COPIED = /^((?:COPY|ADD)(?: --\S+)*) (?:file|dir|multi):[0-9a-f]{64} in /

/** Back to what stood in the Dockerfile: without the shell that the classic builder and BuildKit put around it. */
function dockerfileLine(createdBy: string): string {
  const nop = /^\/bin\/sh -c #\(nop\)\s+(.*)$/s.exec(createdBy)?.[1]
  if (nop !== undefined) return nop.trim().replace(COPIED, '$1 … → ')
  const run = /^(?:RUN )?(?:\|\d+ .*? )?\/bin\/sh -c (.*?)(?: # buildkit)?$/s.exec(createdBy)?.[1]
  return run === undefined ? createdBy.replace(/ # buildkit$/, '').trim() : `RUN ${run.trim()}`
}
