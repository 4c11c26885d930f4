/** One archive at one site. */
export interface SiteCell {
  readonly site: string
  /** The target's id. */
  readonly target: string
  readonly state:
    | { readonly kind: 'planning' }
    /** What has to be carried there; `whole` where nothing can be left out. */
    | { readonly kind: 'lacks'; readonly bytes: number; readonly whole: boolean }
    | { readonly kind: 'delivered'; readonly date: string }
    /** It can't be sent as it is. */
    | { readonly kind: 'stopped' }
}

/** What one archive comes to at each site, in the order of the sites. */
export interface SiteTableRow {
  readonly id: string
  readonly name: string
  readonly totalBytes: number
  readonly cells: readonly SiteCell[]
  /** To all sites together. */
  readonly bytes: number
}

/** What one site comes to. */
export interface SiteTableColumn {
  readonly name: string
  /** When it was kept last; ISO 8601. */
  readonly updated: string
  /** All archives together. */
  readonly bytes: number
  /** Whether it is known of all archives what becomes of them there. */
  readonly planned: boolean
  /** Archives that can be said to have been brought there. */
  readonly due: number
  /** Those of which it was said. */
  readonly delivered: number
}

export interface SiteTableView {
  readonly rows: readonly SiteTableRow[]
  readonly columns: readonly SiteTableColumn[]
  readonly bytes: number
  readonly totalBytes: number
}
