import type { DBSchema, IDBPDatabase } from 'idb'
import type { SiteRecord } from '../core/destination/site'

const NAME = 'layershed'
const VERSION = 1

interface Schema extends DBSchema {
  sites: { key: string; value: SiteRecord }
}

/** The remembered sites, in this browser's IndexedDB. Nothing is made there before the first one is kept. */
export async function listSites(): Promise<readonly SiteRecord[]> {
  if (!(await exists())) return []
  const all: readonly SiteRecord[] = await within((database) => database.getAll('sites'))
  // Another version of the page may have written what this one can't read.
  return all.filter((site) => site['layershed-site'] === 1)
}

/** Takes the place of a site of that name. */
export const putSite = (site: SiteRecord) => within((database) => database.put('sites', site))

export const deleteSite = (name: string) => within((database) => database.delete('sites', name))

/**
 * Changes a site as it stands there now: another tab may have changed it too. Undefined where there is none of that name any
 * more. A change of its name moves it, but never onto another.
 */
export function changeSite(name: string, change: (site: SiteRecord) => SiteRecord): Promise<SiteRecord | undefined> {
  return within(async (database) => {
    const transaction = database.transaction('sites', 'readwrite')
    const site = await transaction.store.get(name)
    const changed = site && change(site)
    if (changed?.name === name) await transaction.store.put(changed)
    else if (changed) await Promise.all([transaction.store.add(changed), transaction.store.delete(name)])
    await transaction.done
    return changed
  })
}

/** Older browsers can't say which databases there are: then an empty one is made. */
async function exists(): Promise<boolean> {
  if (!indexedDB.databases) return true
  return (await indexedDB.databases()).some(({ name }) => name === NAME)
}

async function within<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  // Most pages remember nothing: it comes with the first site.
  const { openDB } = await import('idb')
  const database = await openDB<Schema>(NAME, VERSION, {
    upgrade: (made) => void made.createObjectStore('sites', { keyPath: 'name' }),
  })
  try {
    return await work(database)
  } finally {
    database.close()
  }
}
