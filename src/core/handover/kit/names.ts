import { fitting, safeName, stem } from '../../view/output-names'

/** `auth.slim.tar` → `01-auth.slim.tar`: sorted by name, files stand in their order. */
export const numberedName = (name: string, place: number, of: number) =>
  `${String(place).padStart(Math.max(2, String(of).length), '0')}-${name}`

/** What a kit's folder is called: after its one archive, or after the site and the day. */
export const kitName = (
  of: { readonly archive: string } | { readonly site: string | undefined; readonly date: Date },
): string =>
  'archive' in of
    ? fitting(stem(of.archive).replace(/\.slim$/, ''), '.kit')
    : fitting(safeName(of.site ?? '') || 'images', `-${of.date.toISOString().slice(0, 10)}.kit`)
