/** Texts that are copied one at a time. Where the clipboard is closed they are to be selected by hand. */
export class Copying {
  /** The last one that was. */
  copied = $state<string>()
  failed = $state(false)

  async copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      this.copied = text
    } catch {
      this.failed = true
    }
  }
}
