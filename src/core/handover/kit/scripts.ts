import { fullReference } from '../../image/reference'
import { quoteSh, textPowerShell, textSh } from '../quote'
import type { KitArchive, KitImage, KitOld, KitStack } from './kit'
import ps1 from './load.ps1?raw'
import sh from './load.sh?raw'

/** What stands in each script between its two marks is an example, and makes room for a kit's own. */
const MARKED = /(# >>> [^\n]*\n(?:#[^\n]*\n)*)[^]*?(# <<<\n)/

const withKit = (script: string, kit: string) =>
  script.replace(MARKED, (_, head: string, foot: string) => head + kit + foot)

/** What stands for the name of a base that has none, or not the same everywhere. */
const UNNAMED = 'an image of these layers'

/** `load.sh` of a kit. */
export const loadSh = (kit: readonly KitArchive[]): string =>
  withKit(
    sh,
    `kit() {\n${kit
      .flatMap(linesOf)
      .map((line) => `  ${line}\n`)
      .join('')}}\n`,
  )

function linesOf({ file, kib, unpackedKib, unfit, old, bases, blobs, images }: KitArchive): string[] {
  const stores = unfit.map(({ store, how }) => `${store}:${how}`).join(' ')
  return [
    ...(old?.images ?? []).map(
      ({ name, diffIds }) => `old ${[name ?? '-', name ? fullReference(name) : '-', ...diffIds].map(textSh).join(' ')}`,
    ),
    ['archive', textSh(file), kib, unpackedKib, textSh(stores), textSh(compactOf(old))].join(' '),
    ...bases.map(({ name, diffIds }) => `base ${[name ?? UNNAMED, ...diffIds].map(textSh).join(' ')}`),
    ...(blobs.length > 0 ? [`blobs ${blobs.map(textSh).join(' ')}`] : []),
    ...images.flatMap(({ label, names, fullNames, stacks }) => [
      `image ${textSh(label)} ${textSh(names.join(' '))} ${textSh(fullNames.join(' '))}`,
      ...stacks.map(({ id, target, diffIds, blobs }) =>
        ['stack', quoteSh(id), target ?? '-', textSh(diffIds.join(' ')), textSh(blobs.join(' '))].join(' '),
      ),
    ]),
  ]
}

const compactOf = (old: KitOld | undefined) => (old ? (old.earlier ? 'earlier' : 'old') : '')

/** Windows PowerShell takes a script without the mark for one in the system's old encoding (about_Character_Encoding). */
const UTF8_MARK = '\uFEFF'

/** `load.ps1` of a kit; Windows' ends of lines, for its editors. */
export const loadPs1 = (kit: readonly KitArchive[]): string =>
  UTF8_MARK +
  withKit(ps1, `$Kit = @(${kit.map((one) => `\n${archivePs1(one)}`).join('')}\n)\n`).replaceAll('\n', '\r\n')

const list = (texts: readonly string[]) => `@(${texts.map(textPowerShell).join(', ')})`

const archivePs1 = ({ file, kib, unpackedKib, unfit, old, bases, blobs, images }: KitArchive) => `    @{
        File = ${textPowerShell(file)}; Kib = ${kib}; Unpacked = ${unpackedKib}; Unfit = ${list(unfit.map(({ store, how }) => `${store}:${how}`))}; Compact = $${String(old !== undefined)}
        Bases = @(${bases.map(({ name, diffIds }) => `@{ Name = ${textPowerShell(name ?? UNNAMED)}; Layers = ${list(diffIds)} }`).join(', ')})
        Blobs = ${list(blobs)}
        Images = @(${images.map(imagePs1).join(', ')})
    }`

const imagePs1 = ({ label, names, fullNames, stacks }: KitImage) =>
  `@{ Label = ${textPowerShell(label)}; Names = ${list(names)}; FullNames = ${list(fullNames)}; Stacks = @(${stacks.map(stackPs1).join(', ')}) }`

const stackPs1 = ({ id, target, diffIds, blobs }: KitStack) =>
  `@{ Id = ${textPowerShell(id)}; Target = ${textPowerShell(target ?? '')}; Layers = ${list(diffIds)}; Blobs = ${list(blobs)} }`
