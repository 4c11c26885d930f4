import type { PackingList } from '../../core/list/packing-list'
import { connect } from '../door/connect'
import { until } from '../door/until'
import type { ListApi } from './api'
import Lister from './worker?worker&inline'

/** Reads one file in a worker of its own, which ends with it: a cancel ends it in whatever it is doing. */
export async function readList(file: File, signal: AbortSignal): Promise<PackingList | undefined> {
  const { api, end } = connect<ListApi>(new Lister())
  try {
    return await until<PackingList | undefined>(signal, api.readList(file))
  } finally {
    end()
  }
}
