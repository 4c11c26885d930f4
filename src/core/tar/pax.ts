/** One record of a PAX extended header, and where the bytes of its value stand, counted from the records' start. */
export interface PaxRecord {
  readonly key: string
  readonly value: string
  readonly start: number
  readonly end: number
}

const utf8 = new TextDecoder()
const [SPACE, EQUALS, NEWLINE] = [0x20, 0x3d, 0x0a]

/**
 * The records `"%d %s=%s\n", <length>, <keyword>, <value>` (POSIX pax, "pax Extended Header").
 * Undefined when a record's length does not fit: then nothing that follows can be trusted.
 */
export function parsePax(bytes: Uint8Array): PaxRecord[] | undefined {
  const records: PaxRecord[] = []
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(SPACE, at)
    if (space < 0) return undefined
    const digits = utf8.decode(bytes.subarray(at, space))
    const next = at + Number(digits)
    if (!/^[0-9]{1,9}$/.test(digits) || next > bytes.length || bytes[next - 1] !== NEWLINE) return undefined
    const equals = bytes.indexOf(EQUALS, space)
    if (equals < 0 || equals >= next) return undefined
    records.push({
      key: utf8.decode(bytes.subarray(space + 1, equals)),
      value: utf8.decode(bytes.subarray(equals + 1, next - 1)),
      start: equals + 1,
      end: next - 1,
    })
    at = next
  }
  return records
}

/** One record, its length counting its own digits. */
export function paxRecord(key: string, value: string): string {
  const rest = new TextEncoder().encode(` ${key}=${value}\n`).length
  let length = rest
  while (length !== rest + String(length).length) length = rest + String(length).length
  return `${length} ${key}=${value}\n`
}
