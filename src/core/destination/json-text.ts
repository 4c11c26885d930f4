import { isObject, type JsonObject } from '../image/json'

export interface JsonValue {
  readonly json: JsonObject
  /** The text that it was read from, without what stands around it. */
  readonly text: string
}

/**
 * The objects of a text of JSON: one value, an array, one a line, or several after another, as a shell loop around an
 * inspect command leaves them. Undefined when it is no JSON, or holds something else than objects.
 */
export function splitJson(bytes: Uint8Array): JsonValue[] | undefined {
  const text = decode(bytes)
  const values: JsonValue[] = []
  for (const part of topLevel(text)) {
    const json = parse(part)
    if (isObject(json)) values.push({ json, text: part })
    else if (Array.isArray(json) && json.every(isObject))
      for (const item of json) values.push({ json: item, text: JSON.stringify(item) })
    else return undefined
  }
  return values
}

/** UTF-8, or UTF-16 with its mark: Windows PowerShell 5 writes that when output is redirected. */
function decode(bytes: Uint8Array): string {
  const [a, b] = bytes
  const label = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(label).decode(bytes)
}

/** Looks like JSON, or like the UTF-16 that PowerShell makes of it; a tar whose first name looks so has zeros behind it. */
export function looksLikeJson(bytes: Uint8Array): boolean {
  if (bytes.length < 2) return false
  return /^\s*[[{][^\0]*$/.test(decode(bytes))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Cuts a text at the ends of its outermost brackets. What is left over is a part too, so that it is seen to be no JSON. */
function topLevel(text: string): string[] {
  const parts: string[] = []
  const rest = scan(text, parts)
  return rest.trim() === '' && parts.length > 0 ? parts : [...parts, rest]
}

function scan(text: string, parts: string[]): string {
  let depth = 0
  let start = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') {
      depth--
      if (depth !== 0) continue
      parts.push(text.slice(start, at + 1).trim())
      start = at + 1
    }
  }
  return text.slice(start)
}
