/**
 * Asks where to save. `undefined`: there is no picker here, or it was refused before anyone could have seen it (managed and
 * headless browsers); then the browser's downloads are the way. Throws AbortError when the user closes the dialog.
 */
export const pickFile = (suggestedName: string) =>
  pick(isDriven(window.showSaveFilePicker) ? undefined : () => window.showSaveFilePicker?.({ suggestedName }))

export const pickFolder = () =>
  pick(isDriven(window.showDirectoryPicker) ? undefined : () => window.showDirectoryPicker?.({ mode: 'readwrite' }))

/** A browser that a program drives (WebDriver) has nobody to answer its own dialogs, but perhaps a stand-in for them. */
const isDriven = (picker: unknown) => navigator.webdriver && /\[native code\]/.test(String(picker))

/** A busy machine may take so long to refuse a picker without showing it. */
const LONGEST_REFUSAL_MS = 3000

/** Whether the user closed a dialog is not told, but a dialog takes the focus from the page. */
async function pick<H>(show: (() => Promise<H> | undefined) | undefined): Promise<H | undefined> {
  const asked = performance.now()
  let blurred = false
  const onBlur = () => (blurred = true)
  addEventListener('blur', onBlur)
  try {
    return await show?.()
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : ''
    const shown = blurred || performance.now() - asked > LONGEST_REFUSAL_MS
    if (name === 'SecurityError' || name === 'NotAllowedError' || (name === 'AbortError' && !shown)) return undefined
    throw thrown
  } finally {
    removeEventListener('blur', onBlur)
  }
}
