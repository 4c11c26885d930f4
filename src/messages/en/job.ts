import type { FormId } from '../../core/form/form-id'

const forms: Record<FormId, string> = { universal: 'Universal form', 'as-is': 'As-is form', compact: 'Compact form' }

/** The words around a save, and around whatever else takes its time. */
export const job = {
  form: 'Form',
  formHint: 'Universal loads on any engine. As is keeps the archive’s own layout and bytes.',
  forms,
  options: (split: string, check: string) => `Options: ${split}, ${check}`,
  checked: 'checked',
  unchecked: 'not checked',
  splitTo: (size: string) => `parts of ${size}`,
  compress: 'gzip',
  split: 'Parts',
  splitNone: 'one piece',
  splitFat32: 'FAT32 (just under 4 GiB)',
  splitDvd: 'DVD (4.7 GB)',
  splitCd: 'CD (700 MiB)',
  splitCustom: 'other size',
  checkSaves: 'Check what is saved',
  checkSavesFor: (time: string) => `Check what is saved (about ${time})`,
  save: 'Save',
  restore: 'Restore',
  restoring: 'Restoring…',
  restoreHint: (layers: string) =>
    `Saves the whole archive again: what was left out (${layers}) comes back from the archives under “Already there”, and is checked first.`,
  restoreRelinked: (n: number) =>
    `Packed otherwise there, and so written as they are there: ${n}. The image keeps its ID, its manifest gets another digest, and a signature no longer fits. The as-is form gives the manifest back as it was, or nothing.`,
  join: (n: number) => `Join the ${n} into one archive`,
  joining: 'Joining…',
  joinHint:
    'Saves all of them as one whole archive, each layer once: what was left out comes back from “Already there”, and every byte is checked first. Images of the bases come along where all their layers are in it.',
  saving: 'Saving…',
  saveAll: (n: number) => (n === 1 ? 'Save' : `Save all ${n}`),
  savedAll: {
    file: (files: string) => `All were written: ${files}.`,
    download: (files: string, zip: string) =>
      zip === ''
        ? `All were handed to the browser’s downloads: ${files}.`
        : `${zip} was handed to the browser’s downloads. It holds ${files}.`,
  },
  progress: (done: string, total: string) => `${done} of ${total}`,
  rate: (bytes: string) => `${bytes}/s`,
  timeLeft: (time: string) => `${time} left`,
  savingOf: (name: string) => `Saving ${name}`,
}
