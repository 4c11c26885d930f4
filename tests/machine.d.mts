/** The path of a command, as a shell finds it, or undefined. */
export function find(command: string): string | undefined

/** Undefined where all of the commands are there (installed if need be), else in plain words what is missing. */
export function ensure(...commands: string[]): string | undefined

/** As `ensure`, for programs that need root to run, as engines do. */
export function ensureAsRoot(...commands: string[]): string | undefined

/**
 * The path of a Chromium: $CHROME, an installed one, or apt's.
 * @throws Error in plain words where there is none.
 */
export function browser(): string

/** The path of a Firefox: $FIREFOX, an installed one, or apt's; or in plain words what is missing. */
export function firefox(): { readonly path: string } | { readonly missing: string }
