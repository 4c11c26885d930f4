import type { KindId } from './kinds'
import type { Tally } from './tally'

/** Something that a Dockerfile can do about what is carried. */
export interface Advice {
  readonly about: About
  /** Bytes that are carried for it today. */
  readonly cost: number
  /** To be copied: lines of a Dockerfile, ends of a RUN, or a command. */
  readonly lines: readonly string[]
}

/** What drops files of a kind. Each was tried as it stands (docs/compact.md); of what could not be tried nothing is said. */
const KNOWN = [
  [
    'docs',
    [
      String.raw`RUN printf '%s\n' 'path-exclude=/usr/share/doc/*' 'path-include=/usr/share/doc/*/copyright' 'path-exclude=/usr/share/man/*' 'path-exclude=/usr/share/info/*' > /etc/dpkg/dpkg.cfg.d/no-docs`,
    ],
  ],
  [
    'translations',
    [String.raw`RUN printf 'path-exclude=/usr/share/locale/*\n' > /etc/dpkg/dpkg.cfg.d/no-translations`],
  ],
  ['apt-lists', ['&& rm -rf /var/lib/apt/lists/*']],
  ['apt-cache', ['&& apt-get clean && rm -f /var/cache/apt/*.bin']],
  ['dpkg-backups', ['&& rm -f /var/cache/debconf/*-old /var/lib/dpkg/*-old']],
  ['ldconfig', ['&& rm -f /var/cache/ldconfig/aux-cache']],
  ['logs', ['&& find /var/log -type f -delete']],
  ['dnf-cache', ['&& dnf clean all && rm -rf /var/cache/dnf /var/cache/yum']],
  [
    'bytecode',
    [
      'ENV PYTHONDONTWRITEBYTECODE=1',
      'RUN pip install --no-compile …',
      '&& find / -xdev -type d -name __pycache__ -prune -exec rm -rf {} +',
    ],
  ],
  ['pip-cache', ['ENV PIP_NO_CACHE_DIR=1']],
  ['npm-cache', ['&& npm cache clean --force']],
  ['go-cache', ['&& go clean -cache']],
  ['go-modules', ['&& go clean -modcache']],
  ['git', ["printf '.git\\n' >> .dockerignore"]],
  ['temporary', ['&& rm -rf /tmp/* /var/tmp/*']],
] as const satisfies readonly (readonly [KindId, readonly string[]])[]

type About = (typeof KNOWN)[number][0] | 'times'

const SAME_TIMES = ['docker buildx build --build-arg SOURCE_DATE_EPOCH=0 --output type=docker,rewrite-timestamp=true …']

/** Kinds whose files come by dpkg alone. */
const OF_DPKG: ReadonlySet<KindId> = new Set(['docs', 'translations'])

/** Of all that is carried: less is not worth a change. */
const WORTH = 0.01

/** What is worth doing, what gains most first. */
export function adviceOn(tally: Tally): Advice[] {
  const kinds = KNOWN.flatMap(([about, lines]): Advice[] => {
    const cost = tally.kinds.get(about)?.sum.cost ?? 0
    return tally.hasDpkg || !OF_DPKG.has(about) ? [{ about, cost, lines }] : []
  })
  // Where few times differ, it is owners, modes or the order that the headers cost.
  const isAboutTimes = tally.retimed > tally.headers.files / 2
  const times: Advice[] = isAboutTimes ? [{ about: 'times', cost: tally.headers.cost, lines: SAME_TIMES }] : []
  return [...kinds, ...times]
    .filter(({ cost }) => cost > 0 && cost >= WORTH * tally.cost)
    .sort((one, other) => other.cost - one.cost)
}
