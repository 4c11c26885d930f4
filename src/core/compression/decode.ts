import { bunzip2 } from './bzip2'
import type { Decoder } from './chunks'
import { gunzip } from './gzip'
import type { Packing } from './sniff'
import { unxz } from './xz'
import { unzstd } from './zstd'

export const decoders: Record<Exclude<Packing, 'tar' | 'zip'>, Decoder> = {
  gzip: gunzip,
  zstd: unzstd,
  xz: unxz,
  bzip2: bunzip2,
}
