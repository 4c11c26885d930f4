import type { Advice } from '../../core/cost/advice'
import type { KindId } from '../../core/cost/kinds'

type About = Advice['about']

/** What a kind of files is called. */
const kinds: Readonly<Record<KindId, string>> = {
  docs: 'Documentation of packages',
  translations: 'Translations',
  'apt-lists': 'Package lists of apt',
  'apt-cache': 'Cache of apt',
  'dpkg-backups': 'Backups of dpkg and debconf',
  ldconfig: 'Cache of ldconfig',
  logs: 'Logs',
  'apk-cache': 'Cache of apk',
  'dnf-cache': 'Cache of dnf or yum',
  bytecode: 'Python bytecode',
  'pip-cache': 'Cache of pip',
  'npm-cache': 'Cache of npm',
  'go-cache': 'Build cache of Go',
  'go-modules': 'Module downloads of Go',
  git: 'Git history',
  temporary: 'Temporary files',
}

/** What can be done about it; the lines to copy stand below. */
const advice: Readonly<Record<About, string>> = {
  docs: 'Ahead of the first apt-get install: dpkg then leaves manuals out, and keeps the licences. What the base image brings stays.',
  translations:
    'Ahead of the first apt-get install, where nobody needs messages in another language than English. What the base image brings stays.',
  'apt-lists': 'At the end of the RUN with apt-get update. In a RUN of its own it would only hide them.',
  'apt-cache': 'At the end of the RUN with apt-get install. In a RUN of its own it would only hide it.',
  'dpkg-backups': 'At the end of the RUN with apt-get install: nothing reads the files of before.',
  ldconfig: 'At the end of the RUN that installs: ldconfig makes it anew when it runs again.',
  logs: 'At the end of the RUN that writes them. Folders, and links to stdout, stay.',
  'dnf-cache': 'At the end of the RUN with dnf or yum. In a RUN of its own it would only hide it.',
  bytecode:
    'The first line, ahead of all RUNs, stops Python from writing it, the second pip; what packages of the system write goes by the third, at the end of their RUN. Programs start a little slower.',
  'pip-cache': 'Ahead of pip install:',
  'npm-cache': 'At the end of the RUN with npm. In a RUN of its own it would only hide it.',
  'go-cache': 'At the end of the RUN with go build; or build in a stage of its own, and copy the program alone.',
  'go-modules': 'At the end of the RUN with go build; or build in a stage of its own, and copy the program alone.',
  git: 'Beside the Dockerfile, so that COPY leaves it out:',
  temporary: 'At the end of the RUN that leaves them. In a RUN of its own it would only hide them.',
  times:
    'Most of these files are as they were, under another time. Built with the same time each time, by BuildKit 0.13 or later, they are the same:',
}

export const cost = {
  title: (size: string) => `What these ${size} are`,
  reading: 'Reading what they are…',
  /** `count`: of files. */
  files: (n: number, written: string) => (n === 1 ? '1 file' : `${written} files`),
  entries: (n: number, written: string) => (n === 1 ? 'of 1 entry' : `of ${written} entries`),
  became: 'The files of these layers, against the old ones',
  columns: { fate: 'Files', count: 'How many', size: 'Their size', cost: 'Carried' },
  fates: { added: 'new', changed: 'changed', moved: 'moved or renamed', unchanged: 'as they were' },
  one: { added: 'new', changed: 'changed', moved: 'moved', unchanged: 'as it was' },
  costliest: 'What costs most',
  what: 'What',
  share: 'Share',
  of: (size: string) => `of ${size}`,
  rest: (count: string) => `the other ${count} in it`,
  headers: 'Times, owners and other header fields',
  else: 'Everything else',
  beside: 'Manifests, scripts, the way to put it together again',
  root: 'Files at the top',
  open: 'its costliest files',
  kinds,
  less: 'How to carry less',
  gains: (what: string, share: string, size: string) => `${what}: ${share}, ${size}`,
  times: 'File times',
  advice,
  layers: 'Layers',
  how: {
    changed: (size: string) => `changed, of ${size}`,
    whole: (size: string) => `carried whole: ${size} that no old layer has`,
    packed: () => 'carried as it was packed, so not looked into',
  },
  exact: (plain: string, packed: string) =>
    `Which bytes are carried is exact: ${plain}, packed to ${packed}. What each file takes of that is weighed by packing it with its neighbours.`,
  nothing: 'No layer changed: what is carried is the archive around them.',
}
