import { sniff } from '../compression/sniff'
import { ArchiveError } from '../errors'
import type { NamedBlob } from '../file'
import type { Platform } from '../image/descriptor'
import { isDigest } from '../image/digest'
import { engineIds, type Store } from '../engine'
import { loaderIds } from '../engine/loader'
import type { Holding } from './holding'
import { isObject, isStrings, LONGEST_LIST, type JsonObject } from '../image/json'
import { parseDescriptor } from '../image/descriptor'
import { holdingsOfSite, type Delivery, type HoldingRecord, type Site, type SiteRecord } from './site'

/** Larger ones are no site of anybody's. */
const LARGEST = 64 * 1024 * 1024

/** Longer ones nobody would recognise in a list. */
const LONGEST_NAME = 200

/** A site's file tells what it is by its first key. */
export const looksLikeSite = (start: Uint8Array) =>
  /^\uFEFF?\s*\{\s*"layershed-site"\s*:/.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(start))

/**
 * Reads a remembered site, and trusts nothing in it.
 * @throws ArchiveError `archive-as-site`, `bad-site`, naming the place, or `json-too-large`.
 */
export async function readSite(file: NamedBlob): Promise<Site> {
  const record = parseSite(await read(file), file.name)
  return { record, holdings: await holdingsOfSite(record) }
}

/** Those that were exported together, or the one that was exported alone; likewise. */
export async function readSites(file: NamedBlob): Promise<readonly SiteRecord[]> {
  const json = await read(file)
  if (!isObject(json) || json['layershed-sites'] !== 1) return [parseSite(json, file.name)]
  const check = checker(file.name)
  return check.list(json['sites'], 'sites').map((site, at) => parseSite(site, file.name, `sites[${at}].`))
}

async function read(file: NamedBlob): Promise<unknown> {
  if (await isArchive(file)) throw new ArchiveError('archive-as-site', { file: file.name })
  if (file.size > LARGEST)
    throw new ArchiveError('json-too-large', {
      file: file.name,
      entry: file.name,
      found: file.size,
      expected: LARGEST,
    })
  return parse(await file.text())
}

/** A tar has its magic behind the first name (pax, "ustar Interchange Format"). */
async function isArchive(file: NamedBlob): Promise<boolean> {
  const magic = new TextDecoder().decode(await file.slice(257, 262).arrayBuffer())
  return magic === 'ustar' || (await sniff(file)) !== 'tar'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** @param file named in the error; `within`: where in it the site stands. */
export function parseSite(json: unknown, file: string, within = ''): SiteRecord {
  const check = checker(file, within)
  const site = check.object(json, 'JSON')
  if (site['layershed-site'] !== 1) check.refuse('layershed-site')
  return {
    'layershed-site': 1,
    name: check.name(site['name'], 'name'),
    updated: check.date(site['updated'], 'updated'),
    mode: check.one(site['mode'], ['one-host', 'every-host'], 'mode'),
    ...(site['loader'] === undefined ? {} : { loader: check.one(site['loader'], loaderIds, 'loader') }),
    holdings: check.list(site['holdings'], 'holdings').map((item, at) => parseHolding(item, `holdings[${at}]`, check)),
    deliveries: check
      .list(site['deliveries'], 'deliveries')
      .map((item, at) => parseDelivery(item, `deliveries[${at}]`, check)),
  }
}

function parseDelivery(json: unknown, place: string, check: Checker): Delivery {
  const delivery = check.object(json, place)
  return {
    id: check.text(delivery['id'], `${place}.id`),
    date: check.date(delivery['date'], `${place}.date`),
    file: check.text(delivery['file'], `${place}.file`),
    holding: parseHolding(delivery['holding'], `${place}.holding`, check),
  }
}

const SOURCES: readonly Holding['source'][] = ['archive', 'inventory']
const STORES: readonly Store[] = [...engineIds, 'unknown']

function parseHolding(json: unknown, place: string, check: Checker): HoldingRecord {
  const holding = check.object(json, place)
  return {
    name: check.text(holding['name'], `${place}.name`),
    source: check.one(holding['source'], SOURCES, `${place}.source`),
    store: check.one(holding['store'], STORES, `${place}.store`),
    images: check.list(holding['images'], `${place}.images`).map((item, at) => {
      return parseImage(item, `${place}.images[${at}]`, check)
    }),
  }
}

function parseImage(json: unknown, place: string, check: Checker): HoldingRecord['images'][number] {
  const image = check.object(json, place)
  const tags = image['tags']
  return {
    name: check.text(image['name'], `${place}.name`),
    tags: isStrings(tags) ? tags : check.refuse(`${place}.tags`),
    platform: parsePlatform(check.object(image['platform'], `${place}.platform`), `${place}.platform`, check),
    layers: check.list(image['layers'], `${place}.layers`).map((item, at) => {
      return parseLayer(item, `${place}.layers[${at}]`, check)
    }),
  }
}

function parsePlatform(json: JsonObject, place: string, check: Checker): Platform {
  const text = (key: string) => check.text(json[key], `${place}.${key}`)
  return {
    os: text('os'),
    architecture: text('architecture'),
    ...(json['variant'] === undefined ? {} : { variant: text('variant') }),
  }
}

function parseLayer(json: unknown, place: string, check: Checker): HoldingRecord['images'][number]['layers'][number] {
  const { diffId, blob, createdBy } = check.object(json, place)
  return {
    diffId: isDigest(diffId) ? diffId : check.refuse(`${place}.diffId`),
    ...(blob === undefined ? {} : { blob: parseDescriptor(blob) ?? check.refuse(`${place}.blob`) }),
    ...(createdBy === undefined ? {} : { createdBy: check.text(createdBy, `${place}.createdBy`) }),
  }
}

type Checker = ReturnType<typeof checker>

/** What each place may hold; anything else is refused by its place. */
function checker(file: string, within = '') {
  const refuse = (place: string): never => {
    throw new ArchiveError('bad-site', { file, entry: within + place })
  }
  const text = (value: unknown, place: string): string => (typeof value === 'string' ? value : refuse(place))
  return {
    refuse,
    text,
    name: (value: unknown, place: string): string => {
      const name = text(value, place).trim()
      return name !== '' && name.length <= LONGEST_NAME ? name : refuse(place)
    },
    object: (value: unknown, place: string): JsonObject => (isObject(value) ? value : refuse(place)),
    list: (value: unknown, place: string): readonly unknown[] =>
      Array.isArray(value) && value.length <= LONGEST_LIST ? value : refuse(place),
    date: (value: unknown, place: string): string =>
      Number.isNaN(Date.parse(text(value, place))) ? refuse(place) : text(value, place),
    one: <T extends string>(value: unknown, allowed: readonly T[], place: string): T =>
      allowed.find((item) => item === value) ?? refuse(place),
  }
}
