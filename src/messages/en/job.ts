/** The words around a save, and around whatever else takes its time. */
export const job = {
  compress: 'gzip',
  split: 'Parts',
  splitNone: 'one piece',
  splitFat32: 'FAT32 (just under 4 GiB)',
  splitDvd: 'DVD (4.7 GB)',
  splitCd: 'CD (700 MiB)',
  splitCustom: 'other size',
  together: 'They travel together: each leaves out what an earlier one brings',
  checkSaves: 'Check what is saved',
  checkSavesFor: (time: string) => `Check what is saved (about ${time})`,
  save: 'Save',
  restore: 'Restore',
  restoring: 'Restoring…',
  restoreHint: (layers: string) =>
    `Saves the whole archive again: ${layers} left out come back from the archives under “Already there”, each checked first.`,
  restoreRelinked: (n: number) =>
    `Packed otherwise there, and so written as they are there: ${n}. The image keeps its ID, its manifest gets another digest, and a signature no longer fits. The as-is form gives the manifest back as it was, or nothing.`,
  join: (n: number) => `Join ${n} to one archive`,
  joining: 'Joining…',
  joinHint:
    'Saves all of them as one whole archive, each layer once: what was left out comes back from “Already there”, and every byte is checked first. Images of the bases whose layers are all in it come along.',
  saving: 'Saving…',
  saveAll: (n: number) => `Save all ${n}`,
  savedAll: 'All were written, or handed to the browser’s downloads.',
  progress: (done: string, total: string) => `${done} of ${total}`,
  rate: (bytes: string) => `${bytes}/s`,
  timeLeft: (time: string) => `${time} left`,
}
