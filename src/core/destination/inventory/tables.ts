import { ArchiveError } from '../../errors'
import { containers, cure, index, lacking, listing, shortened, type Lack } from './lack'

const digestsOnly = lacking((file) => new ArchiveError('inventory-digests-only', { file, expected: cure.docker }))
const csv = lacking((file) => new ArchiveError('inventory-csv', { file, expected: cure.docker }))
const yaml = lacking((file) => new ArchiveError('inventory-yaml', { file }))

/** The heads of tables that are printed where no JSON is asked for. */
const tables: readonly (readonly [RegExp, Lack])[] = [
  [/^REPOSITORY\s+TAG\s+IMAGE ID\s.*PLATFORM/m, listing('nerdctl images', cure.nerdctl)],
  // Podman names every registry.
  [/^REPOSITORY\s+TAG\s[^\n]*\n(?:localhost|[\w-]+\.[\w.-]+)\//m, listing('podman images', cure.podman)],
  [/^REPOSITORY\s+TAG\s/m, listing('docker images', cure.docker)],
  [/^IMAGE\s+ID\s+DISK USAGE/m, listing('docker images', cure.docker)],
  [/^IMAGE\s+TAG\s+IMAGE ID/m, listing('crictl images', cure.crictl)],
  [/^REF\s+TYPE\s+DIGEST/m, listing('ctr images ls', cure.crictl)],
  [/^CONTAINER\s+REPOSITORY\s+TAG\s/m, listing('docker compose images', cure.docker)],
  [/^DIGEST\s+SIZE\s+AGE\s/m, listing('ctr content ls', cure.crictl)],
  [/^KEY\s+PARENT\s+KIND/m, listing('ctr snapshots ls', cure.crictl)],
  [/^CONTAINER\s+IMAGE\s+CREATED\s+STATE/m, containers('crictl ps', cure.crictl)],
  [/^CONTAINER ID\s+IMAGE\s/m, containers('docker ps', cure.docker)],
  [/^(?:\s*[a-z0-9]+:[0-9a-f]{64}\s*)+(?:sha256:[0-9a-f]*)?$/, digestsOnly],
  [/^\S*\s*sha256:[0-9a-f]{64}(?:[\s,]+sha256:[0-9a-f]{64})+/m, digestsOnly],
  [/^(?:\s*[0-9a-f]{12}\s*)+$/, listing('docker images -q', cure.docker)],
  [/^MediaType:\s.*(?:index|manifest\.list)/m, index],
  [/System\.Object\[\]|@\{Type=layers|^Layers\s*:\s*\{sha256:/m, shortened],
  [/^images:\n- (?:annotations|id):/m, listing('crictl images', cure.crictl)],
  [/^[\s-]*(?:imageSpec|rootfs|RootFS|diff_ids):\s*$/m, yaml],
  [/^IMAGE\s+CREATED\s+CREATED BY/m, listing('docker history', cure.docker)],
]

/** What a text is that a command printed for people: known by its first lines. */
export function lackOfTable(text: string): Lack | undefined {
  const start = text.slice(0, 4096)
  return tables.find(([head]) => head.test(start))?.[1] ?? (isCsv(start) ? csv : undefined)
}

/** A head that names what tells of images, and a line of as many cells under it. */
function isCsv(text: string): boolean {
  const [head = '', first = ''] = text.trimStart().split(/\r?\n/, 2)
  return [',', ';', '\t'].some((separator) => {
    const [names, cells] = [head, first].map((line) => line.split(separator))
    const telling = names?.some((name) => TELLING.test(name.replaceAll('"', '').trim()))
    return telling === true && names!.length > 1 && names!.length === cells!.length
  })
}

const TELLING = /^(?:(?:container )?images?(?: ?(?:name|id|tag))?|repositor(?:y|ies)|repo(?:tags?)?|tags?|digest)$/i
