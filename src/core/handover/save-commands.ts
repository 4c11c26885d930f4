import { parseReference } from '../image/reference'
import type { Shell } from './commands'
import { quotePowerShell, quoteSh } from './quote'

/** What can save images from where they are to be had. */
export type Saver = 'docker' | 'podman' | 'ctr' | 'skopeo'

/** An image that is to be saved, by its name in full. */
export interface Wanted {
  readonly name: string
  readonly full: string
  /** It is built here, and nowhere to be pulled from. */
  readonly built: boolean
}

/** One line a command, to be run one after the other. */
export interface SaveCommands {
  /** Has the images at hand; empty where nothing has to be pulled. */
  readonly pull: readonly string[]
  readonly save: readonly string[]
}

const FILE = 'images.tar'

/** How to save images into an archive (skopeo: one each). Names in full, but for Docker, who shows them short. */
export function saveCommands(saver: Saver, shell: Shell, wanted: readonly Wanted[]): SaveCommands {
  const quote = shell === 'powershell' ? quotePowerShell : quoteSh
  const names = wanted.map((one) => quote(nameFor(saver, one)))
  const pulled = wanted.filter(({ built }) => !built).map((one) => quote(nameFor(saver, one)))
  if (wanted.length === 0) return { pull: [], save: [] }
  switch (saver) {
    case 'docker':
      return { pull: pulled.map((name) => `docker pull ${name}`), save: [`docker save -o ${FILE} ${names.join(' ')}`] }
    case 'podman': {
      const several = names.length > 1 ? '-m ' : ''
      return {
        pull: pulled.map((name) => `podman pull ${name}`),
        save: [`podman save ${several}-o ${FILE} ${names.join(' ')}`],
      }
    }
    case 'ctr':
      return {
        pull: pulled.map((name) => `ctr -n k8s.io images pull ${name}`),
        save: [`ctr -n k8s.io images export ${FILE} ${names.join(' ')}`],
      }
    case 'skopeo':
      return { pull: [], save: wanted.map((one) => copied(one, quote)) }
  }
}

/** A digest tells more than a tag, and not all take both. */
function nameFor(saver: Saver, { name, full, built }: Wanted): string {
  const { host = '', path = '', digest } = parseReference(full) ?? {}
  if (saver === 'ctr') return full
  // Podman calls what it builds `localhost/web`, and finds it there by its short name alone.
  if (saver === 'podman' && built) return name
  if (saver === 'docker')
    return digest === undefined ? name : `${name.slice(0, name.indexOf('@')).replace(/:[^:/]*$/, '')}@${digest}`
  return digest === undefined ? full : `${host}/${path}@${digest}`
}

/** An archive's name for an image can only be one with a tag. */
function copied(wanted: Wanted, quote: (text: string) => string): string {
  const { host = '', path = '', tag } = parseReference(wanted.full) ?? {}
  const from = wanted.built ? `docker-daemon:${wanted.full}` : `docker://${nameFor('skopeo', wanted)}`
  const place = `${host === 'docker.io' ? '' : `${host}/`}${path.replace(/^library\//, '')}`
  const file = `${[place, tag ?? 'by-digest'].join('-').replace(/[^a-zA-Z0-9._-]+/g, '-')}.tar`
  return `skopeo copy ${quote(from)} ${quote(`docker-archive:${file}${tag === undefined ? '' : `:${host}/${path}:${tag}`}`)}`
}
