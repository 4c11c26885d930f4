/** A browser with one page, driven by a program: what Firefox and WebKit are both asked for. */
export interface Driver {
  goto(url: string): Promise<void>
  /** What an expression comes to in the page; a promise is waited for. */
  evaluate<T>(expression: string): Promise<T>
  /** A press of the pointer, where a person would press. */
  click(selector: string): Promise<void>
  press(key: Key): Promise<void>
  /** Into a file input, as if they had been chosen. */
  setFiles(selector: string, paths: readonly string[]): Promise<void>
  /** As PNG. */
  screenshot(): Promise<Uint8Array>
  /** Where the browser puts what it downloads. */
  readonly downloads: string
  /** Its processes, for who measures them. */
  readonly pid: number
  close(): Promise<void>
}

export type Key = 'Tab' | 'Enter' | 'Space' | 'Escape'

/** A browser that the tests run in, if the machine has it. */
export interface OtherBrowser {
  readonly name: 'Firefox' | 'WebKit'
  /** In plain words what the machine lacks; undefined: nothing. */
  readonly missing: string | undefined
  readonly launch: () => Promise<Driver>
}
