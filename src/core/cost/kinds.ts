/**
 * Files that builds leave behind, known by their paths: what can be done about each stands in `advice.ts`. Of several that fit the
 * first counts.
 */
const KINDS = [
  ['docs', /^usr\/share\/(?:doc|man|info)\//],
  ['translations', /^usr\/share\/locale\//],
  ['apt-lists', /^var\/lib\/apt\/lists\//],
  ['apt-cache', /^var\/cache\/apt\//],
  ['dpkg-backups', /^var\/(?:cache\/debconf|lib\/dpkg)\/[^/]+-old$/],
  ['ldconfig', /^var\/cache\/ldconfig\//],
  ['logs', /^var\/log\//],
  ['apk-cache', /^var\/cache\/apk\//],
  ['dnf-cache', /^var\/cache\/(?:dnf|yum|libdnf5)\//],
  ['bytecode', /\/__pycache__\/|\.pyc$/],
  ['pip-cache', /(?:^|\/)\.cache\/pip\//],
  ['npm-cache', /(?:^|\/)\.npm\//],
  ['go-cache', /(?:^|\/)\.cache\/go-build\//],
  ['go-modules', /(?:^|\/)go\/pkg\/mod\//],
  ['git', /(?:^|\/)\.git\//],
  ['temporary', /^(?:var\/)?tmp\//],
] as const satisfies readonly (readonly [string, RegExp])[]

export type KindId = (typeof KINDS)[number][0]

/** @param path from the image's root. */
export const kindOf = (path: string): KindId | undefined => KINDS.find(([, pattern]) => pattern.test(path))?.[0]
