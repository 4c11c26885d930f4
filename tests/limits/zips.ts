import { concat, utf8, type Bytes } from '../fixtures/tar'

/** A zip of as many empty members as asked for, each called like an archive (APPNOTE.TXT, 4.3). */
export function storedZip(members: number): Bytes {
  const name = (at: number) => utf8(`${at}.tar`)
  const files: Bytes[] = []
  const directory: Bytes[] = []
  let offset = 0
  for (let at = 0; at < members; at++) {
    const file = concat(record(LOCAL, [20, 0, 0, 0, 0]), longs(0, 0, 0), shorts(name(at).length, 0), name(at))
    const entry = [record(CENTRAL, [20, 20, 0, 0, 0, 0]), longs(0, 0, 0), shorts(name(at).length, 0, 0, 0, 0)]
    directory.push(concat(...entry, longs(0, offset), name(at)))
    files.push(file)
    offset += file.length
  }
  const central = concat(...directory)
  return concat(...files, central, record(END, [0, 0, members, members]), longs(central.length, offset), shorts(0))
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50

const record = (signature: number, fields: readonly number[]) => concat(longs(signature), shorts(...fields))
const shorts = (...values: readonly number[]): Bytes => little(values, 2)
const longs = (...values: readonly number[]): Bytes => little(values, 4)

const little = (values: readonly number[], width: number): Bytes =>
  new Uint8Array(values.flatMap((value) => Array.from({ length: width }, (_, at) => (value >>> (8 * at)) & 0xff)))
