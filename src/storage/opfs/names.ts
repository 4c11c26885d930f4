/** Where spools lie in the origin's private file system. */
export const SPOOL_FOLDER = 'spool'

/** Each spool's name is locked as long as a page uses it, so that another tab leaves it alone. */
export const lockOf = (name: string) => `layershed-spool-${name}`
