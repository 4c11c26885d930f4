import { isByteCount, isObject, isStrings, LONGEST_LIST, type JsonObject } from '../../image/json'
import { formIds } from '../../form/form-id'
import type { RecordedDamage, RecordedFile, RecordedLayer, RecordedOutput, TransferRecord } from './record'

/** A record's file tells what it is by its first key. */
export const looksLikeRecord = (start: Uint8Array) =>
  /^\uFEFF?\s*\{\s*"layershed-record"\s*:/.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(start))

/** A record as it was written, of which nothing is trusted; undefined where it is none. */
export function readRecord(text: string): TransferRecord | undefined {
  try {
    return record(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    return undefined
  }
}

/** Thrown where something is not as it is written; nobody sees it. */
class NoRecord extends Error {}

function record(json: unknown): TransferRecord {
  const { page, date, sites, form, there, inputs, outputs, ...rest } = object(json)
  if (rest['layershed-record'] !== 1 || Number.isNaN(Date.parse(text(date)))) throw new NoRecord()
  return {
    'layershed-record': 1,
    page: text(page),
    date: text(date),
    sites: texts(sites),
    form: formIds.find((id) => id === form) ?? refuse(),
    there: list(there, file),
    inputs: list(inputs, file),
    outputs: list(outputs, output),
  }
}

function file(json: JsonObject): RecordedFile {
  const { name, bytes, sha256 } = json
  return { name: text(name), bytes: size(bytes), ...(sha256 === undefined ? {} : { sha256: sum(sha256) }) }
}

const output = (json: JsonObject): RecordedOutput => ({
  ...file(json),
  source: text(json['source']),
  whole: json['whole'] === true,
  images: texts(json['images']),
  leftOut: list(json['leftOut'], layer),
  ...(json['damaged'] === undefined ? {} : { damaged: list(json['damaged'], damage) }),
})

const layer = ({ diffId, bytes, createdBy }: JsonObject): RecordedLayer => {
  return { diffId: text(diffId), bytes: size(bytes), createdBy: text(createdBy) }
}

const damage = ({ file, entry, expected, found }: JsonObject): RecordedDamage => ({
  file: text(file),
  entry: text(entry),
  ...(expected === undefined ? {} : { expected: text(expected), found: text(found) }),
})

const refuse = (): never => {
  throw new NoRecord()
}
const object = (value: unknown): JsonObject => (isObject(value) ? value : refuse())
const text = (value: unknown): string => (typeof value === 'string' ? value : refuse())
const texts = (value: unknown): readonly string[] => (isStrings(value) ? value : refuse())
const size = (value: unknown): number => (isByteCount(value) ? value : refuse())
const sum = (value: unknown): string => (/^[0-9a-f]{64}$/.test(text(value)) ? text(value) : refuse())
const list = <T>(value: unknown, read: (item: JsonObject) => T): T[] =>
  Array.isArray(value) && value.length <= LONGEST_LIST ? value.map((item) => read(object(item))) : refuse()
