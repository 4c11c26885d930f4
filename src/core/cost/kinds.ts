/**
 * Files that builds leave behind, known by their paths: what can be done about each stands in `advice.ts`. Of several that fit the
 * first counts.
 */
const PATTERNS = {
  docs: /^usr\/share\/(?:doc|man|info)\//,
  translations: /^usr\/share\/locale\//,
  'apt-lists': /^var\/lib\/apt\/lists\//,
  'apt-cache': /^var\/cache\/apt\//,
  'dpkg-backups': /^var\/(?:cache\/debconf|lib\/dpkg)\/[^/]+-old$/,
  ldconfig: /^var\/cache\/ldconfig\//,
  logs: /^var\/log\//,
  'apk-cache': /^var\/cache\/apk\//,
  'dnf-cache': /^var\/cache\/(?:dnf|yum|libdnf5)\//,
  bytecode: /\/__pycache__\/|\.pyc$/,
  'pip-cache': /(?:^|\/)\.cache\/pip\//,
  'npm-cache': /(?:^|\/)\.npm\//,
  'go-cache': /(?:^|\/)\.cache\/go-build\//,
  'go-modules': /(?:^|\/)go\/pkg\/mod\/cache\//,
  git: /(?:^|\/)\.git\//,
  temporary: /^(?:var\/)?tmp\//,
} as const satisfies Readonly<Record<string, RegExp>>

export type KindId = keyof typeof PATTERNS

const patterns = Object.entries(PATTERNS) as readonly (readonly [KindId, RegExp])[]

/** @param path from the image's root. */
export const kindOf = (path: string): KindId | undefined => patterns.find(([, pattern]) => pattern.test(path))?.[0]
