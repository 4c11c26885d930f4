import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'

/** `tar czf app.tar.gz app.tar` leaves a tar of one tar: the archive that was meant is the inner one. */
export function archiveWithin({ entries }: TarIndex): Entry | undefined {
  const [only, ...others] = entries.filter(({ type }) => type !== 'directory')
  return only?.type === 'file' && others.length === 0 && /\.tar$/i.test(only.name) ? only : undefined
}
