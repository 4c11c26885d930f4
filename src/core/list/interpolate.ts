/** A text whose variables were filled in as far as it says itself with what. */
export interface Filled {
  readonly text: string
  /** Defaults that were taken: `TAG=2.1`. */
  readonly assumed: readonly string[]
  /** Variables without a value. */
  readonly unset: readonly string[]
}

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*/

/** Nobody nests defaults deeper. */
const DEEPEST = 8

/**
 * Fills in defaults by the rules of Compose ("Interpolation"): `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, with
 * variables within defaults; `:=` of shells is the same. What is required (`:?`) or replaced when set (`:+`) has no value here.
 */
export function interpolate(text: string, depth = 0): Filled {
  const assumed: string[] = []
  const unset: string[] = []
  let filled = ''
  let at = 0
  for (;;) {
    const dollar = text.indexOf('$', at)
    if (dollar < 0) return { text: filled + text.slice(at), assumed, unset }
    filled += text.slice(at, dollar)
    const found = variableAt(text, dollar)
    at = found.end
    if (found.kind === 'text') filled += found.text
    else if (found.default === undefined || depth >= DEEPEST) unset.push(found.name)
    else {
      const inner = interpolate(found.default, depth + 1)
      filled += inner.text
      assumed.push(`${found.name}=${inner.text}`, ...inner.assumed)
      unset.push(...inner.unset)
    }
  }
}

type Found =
  | { readonly kind: 'text'; readonly text: string; readonly end: number }
  | { readonly kind: 'variable'; readonly name: string; readonly default: string | undefined; readonly end: number }

function variableAt(text: string, dollar: number): Found {
  const next = text[dollar + 1]
  if (next === '$') return { kind: 'text', text: '$', end: dollar + 2 }
  if (next !== '{') {
    const [name] = NAME.exec(text.slice(dollar + 1)) ?? []
    if (name === undefined) return { kind: 'text', text: '$', end: dollar + 1 }
    return { kind: 'variable', name, default: undefined, end: dollar + 1 + name.length }
  }
  const close = closing(text, dollar + 2)
  const body = text.slice(dollar + 2, close)
  const [name = body] = NAME.exec(body) ?? []
  const standard = /^:?[-=]/.exec(body.slice(name.length))
  return {
    kind: 'variable',
    name,
    default: standard ? body.slice(name.length + standard[0].length) : undefined,
    end: close + 1,
  }
}

/** The brace that ends what began before `from`; the text's end where there is none. */
function closing(text: string, from: number): number {
  let open = 1
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) open++
    else if (text[at] === '}' && --open === 0) return at
  }
  return text.length
}
