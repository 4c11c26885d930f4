import type { Sureness, Why } from '../../core/list/packing-list'
import type { Located } from '../../core/list/located'

const sureness: Readonly<Record<Exclude<Sureness, 'named'>, string>> = {
  built: 'built there from sources, under this name',
  assumed: 'if nothing else is set:',
  likely: 'likely an image',
}

const state: Readonly<Record<Located['state'], string>> = {
  given: 'To send',
  there: 'Already there, by name',
  missing: 'Still lacking',
}

const why: Readonly<Record<Why, string>> = {
  build: 'built from sources, under a name that only the builder knows',
  variable: 'a variable has no value here',
  template: 'a template that was not rendered',
  'no-tag': 'no tag is stated: the chart or another file chooses it',
  'not-a-name': 'no engine takes this for an image’s name',
  elsewhere: 'images are named in another file or chart',
  'no-image': 'no image is stated',
}

/** The words of a packing list. They come with the first one. */
export const list = {
  title: (name: string) => `Packing list ${name}`,
  images: (n: number) => (n === 1 ? '1 image' : `${n} images`),
  sum: (given: string, there: string, missing: string) =>
    `${given} in what is to be sent, ${there} already there by name, ${missing} still lacking`,
  untold: (n: number) => (n === 1 ? '1 can’t be told' : `${n} can’t be told`),
  inFiles: (files: string) => `in ${files}`,
  atPlaces: (places: string) => `known by ${places}`,
  byName: 'The same name is no promise of the same image: a newer build may go by it.',
  wherePlace: (place: string) => `at ${place}`,
  whereLine: (line: string) => `line ${line}`,
  state,
  sureness,
  why,
  save: 'Save what is still lacking',
  with: 'With',
  shell: 'Shell',
  pull: 'Have them at hand:',
  saveAll: 'Then save them into one archive, and drop it here:',
  saveEach: 'Copy each into an archive, and drop them here:',
  nothingLacks: 'Nothing lacks: every image that is named is in what is to be sent, or already there by name.',
  remove: 'Remove',
}
