import { kitName } from '../core/handover/kit/names'
import type { SiteRecord } from '../core/destination/site'
import { plainName } from '../core/view/output-names'
import type { Output } from '../output/output'
import type { MainApi } from '../worker/main/api'
import type { CarriedArchive } from './carried-archives'
import { numbered, type Consignment } from './consignment'
import type { Carried } from './deliveries.svelte'
import type { Slimming } from './jobs/slimming'
import { fileOfSite } from './sites.svelte'

/** How archives are made for a site. */
interface SiteMeans {
  readonly door: Pick<MainApi, 'whole'>
  readonly slimming: Slimming
  /** Before anything is made for a site, the worker has to know it. */
  ready(site: SiteRecord): Promise<void>
}

/** What one site lacks, as one kit; undefined where it lacks nothing. */
export function siteConsignment(
  site: SiteRecord,
  carried: readonly Carried[],
  means: SiteMeans,
): Consignment | undefined {
  const [first] = carried
  if (!first) return undefined
  const file = fileOfSite(site)
  return {
    name: kitName({ site: site.name, date: new Date() }),
    archives: numbered(carried.map((one) => archiveFor(site, one, means))),
    sites: [site.name],
    form: first.request.choice.form,
    there: [{ name: file.name, file }],
    old: [],
    together: false,
  }
}

/** Without a word about the site, or with nothing in common, the whole archive goes there. */
function archiveFor(site: SiteRecord, { request, report }: Carried, means: SiteMeans): CarriedArchive {
  const { id, name: source, choice } = request
  const whole = report.verdict.kind !== 'ready'
  const slim: Output['make'] = async (onProgress, signal) => {
    await means.ready(site)
    return means.slimming.make(id, choice, onProgress, signal)
  }
  const make = whole ? () => means.door.whole(id) : slim
  const name = whole ? plainName(source) : report.fileName
  return { output: { id, name, source, bytes: report.keptBytes, make }, report, whole, damaged: () => [] }
}
