import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeArchive } from './archives.mjs'
import { compressible } from './bytes.mjs'
import { shell } from './measure.mjs'
import { MIB } from './table.mjs'

/** Each way to pack an archive: the native tool that packs it and the one that unpacks. */
export const formats = {
  gzip: { pack: (from) => `gzip -c ${from}`, unpack: 'gzip -dc' },
  'gzip, 4 members': { pack: (from) => `split -n 4 --filter='gzip -c' ${from}`, unpack: 'gzip -dc' },
  zstd: { pack: (from) => `zstd -qc ${from}`, unpack: 'zstd -qdc' },
  'zstd, 128 MiB window': { pack: (from) => `zstd -qc --long=27 ${from}`, unpack: 'zstd -qdc --long=27' },
  // Fast to pack, with the window that `xz` has by default.
  xz: { pack: (from) => `xz -T0 --lzma2=preset=1,dict=8MiB -c ${from}`, unpack: 'xz -T1 -dc' },
  bzip2: { pack: (from) => `bzip2 -c ${from}`, unpack: 'bzip2 -dc' },
}

/** Bzip2 is slow everywhere: a quarter of the bytes tells as much. */
export const bytesOf = (format, quick) => ((format === 'bzip2' ? 64 : 256) * MIB) / (quick ? 4 : 1)

/** Writes an archive of an image of so many layers, packs it, and gives back its path. */
export function writePacked(folder, format, { layers, bytes }) {
  const plain = join(folder, 'plain.tar')
  const packed = join(folder, 'packed.tar')
  writeArchive(plain, { layers, layerSize: Math.round(bytes / layers), fill: compressible() })
  shell(`${formats[format].pack(plain)} > ${packed}`)
  rmSync(plain)
  return packed
}
