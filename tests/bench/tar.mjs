import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'

const BLOCK = 512

/** Offsets of the USTAR fields that are written here (POSIX pax, "ustar Interchange Format"). */
const at = { name: 0, mode: 100, size: 124, mtime: 136, chksum: 148, typeflag: 156, magic: 257 }

function header(name, size, typeflag) {
  const block = Buffer.alloc(BLOCK)
  block.write(name, at.name)
  block.write('0000644\0', at.mode)
  block.write(size.toString(8).padStart(11, '0'), at.size)
  block.write('14000000000', at.mtime)
  block.write(typeflag, at.typeflag)
  block.write('ustar\x0000', at.magic)
  block.fill(' ', at.chksum, at.typeflag)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, at.chksum)
  return block
}

/** Writes a tar archive straight to disk. Payloads may be holes: an archive of gigabytes then takes kilobytes there. */
export class TarFile {
  #file
  #at = 0

  constructor(path) {
    this.#file = openSync(path, 'w')
  }

  directory(name) {
    this.#put(header(name, 0, '5'))
  }

  file(name, bytes) {
    this.#put(header(name, bytes.length, '0'))
    this.#put(Buffer.from(bytes))
    this.#pad()
  }

  /** `pieces` come to `size` bytes. */
  stream(name, size, pieces) {
    this.#put(header(name, size, '0'))
    for (const piece of pieces) this.#put(piece)
    this.#pad()
  }

  hole(name, size) {
    this.#put(header(name, size, '0'))
    this.#at += size
    this.#pad()
  }

  close() {
    ftruncateSync(this.#file, this.#at + 2 * BLOCK)
    closeSync(this.#file)
  }

  #put(bytes) {
    this.#at += writeSync(this.#file, bytes, 0, bytes.length, this.#at)
  }

  #pad() {
    this.#at = Math.ceil(this.#at / BLOCK) * BLOCK
  }
}
