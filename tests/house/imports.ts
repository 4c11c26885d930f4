import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse as parseSvelte } from 'svelte/compiler'
import { parser } from 'typescript-eslint'

/** What a file asks of another one. */
export interface Import {
  readonly from: string
  /** A path like `src/main.ts`, or a package's name. */
  readonly to: string
  readonly typesOnly: boolean
}

type Node = Readonly<Record<string, unknown>>

/** Every import of a file: of values and of types, static or not, in scripts and in markup. */
export function importsOf(path: string, text: string): Import[] {
  const tree = path.endsWith('.svelte') ? parseSvelte(text, { modern: true }) : parser.parseForESLint(text).ast
  return [...importsIn(tree)].map(({ to, typesOnly }) => ({ from: path, to: resolved(path, to), typesOnly }))
}

interface Found {
  readonly to: string
  readonly typesOnly: boolean
}

/** Svelte's parser and ESLint's for TypeScript speak of a script in the same words (ESTree). */
function* importsIn(tree: unknown): Generator<Found> {
  const seen = new Set<unknown>()
  const waiting: unknown[] = [tree]
  while (waiting.length > 0) {
    const at = waiting.pop()
    if (typeof at !== 'object' || at === null || seen.has(at)) continue
    seen.add(at)
    const node = at as Node
    const to = literal(node.source) ?? literal(node.argument)
    if (to !== undefined && IMPORTS.test(String(node.type))) yield { to, typesOnly: isOfTypes(node) }
    waiting.push(...Object.entries(node).flatMap(([key, value]) => (key === 'parent' ? [] : [value])))
  }
}

const IMPORTS = /^(Import(Declaration|Expression)|Export(Named|All)Declaration|TSImportType)$/

function literal(node: unknown): string | undefined {
  const value = node && (node as Node).value
  if (typeof value === 'string') return value
  // TypeScript's `import('…')` of a type has its literal one floor deeper.
  return node && (node as Node).literal ? literal((node as Node).literal) : undefined
}

function isOfTypes({ type, importKind, exportKind, specifiers }: Node): boolean {
  if (type === 'TSImportType' || importKind === 'type' || exportKind === 'type') return true
  const names = Array.isArray(specifiers) ? (specifiers as Node[]) : []
  return names.length > 0 && names.every((name) => name.importKind === 'type' || name.exportKind === 'type')
}

/** As Vite finds it: endings are left out, a query says how a file is taken. */
function resolved(from: string, specifier: string): string {
  const [name] = specifier.split('?')
  if (!name!.startsWith('.')) return name!
  const path = join(dirname(from), name!)
  return ENDINGS.map((ending) => path + ending).find(existsSync) ?? path
}

const ENDINGS = ['.ts', '.svelte.ts', '.d.ts', '/index.ts', '']
