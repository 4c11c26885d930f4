import { expose } from 'comlink'
import { unpack } from '../../core/job/unpack'
import { serveDataUrls } from '../../policy/data-urls'
import { layerReader } from './layer-reader'
import { stayAlive } from '../door/life'
import { readThroughPage } from '../door/page-reading'
import { attempt } from '../door/result'
import { openSpool } from './spool'
import { breather, counter } from '../door/progress'
import type { UnpackerApi } from './unpacker-api'

serveDataUrls()
readThroughPage()

const api: UnpackerApi = {
  start: stayAlive,

  unpack: ({ file, member, spool, scratch }, onProgress) =>
    attempt(file.name, async () => {
      const progress = counter(file.size, onProgress)
      const sink = spool === undefined ? undefined : await openSpool(spool, file.name)
      try {
        return await unpack(file, {
          member,
          sink,
          scratch: () => openSpool(scratch, file.name),
          onRead: progress.at,
          breathe: breather(),
        })
      } catch (thrown) {
        await sink?.discard()
        throw thrown
      }
    }),
}

expose({ ...api, ...layerReader })
