import type { Import } from './imports'

interface Room {
  /** A folder's beginning, or a file. */
  readonly at: string
  /** What it may import whole. */
  readonly values: readonly string[]
  /** What it may import types of, beside that. */
  readonly types?: readonly string[]
}

/** From the bottom up: a room of the core may import what stands before it, and nothing else of the house. */
const CORE = [
  'errors.ts',
  'file.ts',
  'quietly.ts',
  'joined.ts',
  'base64.ts',
  'hashers.ts',
  'engine',
  'tar',
  'compression',
  'image',
  'layer',
  'delta',
  'cost',
  'destination',
  'list',
  'plan',
  'form',
]
  .concat(['signature', 'check', 'job', 'view', 'handover'])
  .map((name) => `src/core/${name}`)

const LIBRARIES = ['@zip.js/zip.js', 'pako', 'xz-decompress', 'zstddec', 'hash-wasm', 'js-yaml'].concat([
  'node_modules/@bokuweb/zstd-wasm',
])

const WORKERS = ['door', 'main', 'decoder', 'list', 'compact'].map((name) => `src/worker/${name}`)

/** Words are the page's, but pure text for the other side is written in the core: the page shows it as it is. */
const SHOWN = ['src/core/handover', 'src/core/view/output-names.ts']

/** The rooms of the house, and what each may know of. */
const ROOMS: readonly Room[] = [
  {
    at: 'src/main.ts',
    values: ['src/page', 'src/policy', 'src/state', 'src/storage', 'src/ui', 'src/messages', ...WORKERS, 'svelte'],
  },
  {
    at: 'src/page',
    values: ['src/state', 'src/ui', 'src/messages', 'src/model', ...SHOWN, 'svelte', 'virtual'],
    types: ['src/core', 'src/policy'],
  },
  {
    at: 'src/state',
    values: ['src/output', 'src/storage', 'src/policy', 'src/messages', 'src/model', 'src/core', ...WORKERS]
      .concat(['svelte', 'virtual']), // prettier-ignore
  },
  { at: 'src/ui', values: ['src/messages', 'src/model', ...SHOWN, 'svelte'], types: ['src/core', 'src/policy'] },
  { at: 'src/messages', values: ['src/core/view/visible.ts'], types: ['src/core'] },
  { at: 'src/model', values: [], types: ['src/core'] },
  { at: 'src/output', values: ['src/storage', 'src/core', 'src/model', 'client-zip'] },
  { at: 'src/storage', values: ['src/core', 'idb'] },
  { at: 'src/policy', values: [] },
  { at: 'src/worker/door', values: ['src/core', 'src/policy', 'src/storage/new-name.ts', 'comlink'] },
  {
    at: 'src/worker/main',
    values: ['src/worker/door', 'src/core', 'src/policy', 'src/storage', 'comlink'],
    types: ['src/worker/compact'],
  },
  {
    at: 'src/worker/decoder',
    values: ['src/worker/door', 'src/core', 'src/policy', 'src/storage', 'comlink'],
  },
  {
    at: 'src/worker/compact',
    values: ['src/worker/door', 'src/worker/decoder', 'src/core', 'src/policy', 'src/storage', 'comlink'],
  },
  { at: 'src/worker/list', values: ['src/worker/door', 'src/core'] },
  ...CORE.map((at, floor) => ({ at, values: [...CORE.slice(0, floor), ...LIBRARIES] })),
]

const isWithin = (place: string, path: string) => path === place || path.startsWith(`${place}/`)

export const roomOf = (path: string) => ROOMS.find(({ at }) => isWithin(at, path))

/** Imports that a room may not have, each as a line to read. */
export function breaches(imports: readonly Import[]): string[] {
  return imports.filter((one) => !isAllowed(one)).map(told)
}

function isAllowed({ from, to, typesOnly }: Import): boolean {
  const room = roomOf(from)
  if (!room) return false
  if (isWithin(room.at, to)) return true
  const open = typesOnly ? [...room.values, ...(room.types ?? [])] : room.values
  return open.some((place) => isWithin(place, to) || (place === 'virtual' && to.startsWith('virtual:')))
}

const told = ({ from, to, typesOnly }: Import) => `${from} → ${to}${typesOnly ? ' (types)' : ''}`

/** Files that import one another in a circle, one circle a line. */
export function circles(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path)
    if (at >= 0) found.push([...way.slice(at), path].join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const to of next.get(path) ?? []) visit(to, [...way, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return found
}
