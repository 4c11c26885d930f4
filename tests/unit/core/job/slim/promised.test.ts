import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ArchiveError } from '../../../../../src/core/errors'
import type { ImageArchive } from '../../../../../src/core/image/model'
import { carried } from '../../../../fixtures/carried'
import { fileOfSpec, membersOf, scenario, type Scenario } from '../../../../fixtures/scenarios'
import { bytesOf, fileOf, tarOf, type Member } from '../../../../fixtures/tar'

/** Whatever is done to an archive: it is refused, or told and stopped, or written as long as was promised and whole to open again. */

type Mutation = (members: Member[], at: number, other: number) => Member[]

const isJson = ({ body, type }: Member) =>
  !type && /^[[{]/.test(new TextDecoder().decode(bytesOf(body ?? '')).slice(0, 1))

const pick = (members: readonly Member[], at: number) => members[at % members.length]!

/** Every string of a JSON member at whose turn it comes becomes another that stands in it somewhere. */
function withString(member: Member, at: number, value: string): Member {
  const text = new TextDecoder().decode(bytesOf(member.body ?? ''))
  const strings = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)]
  const chosen = strings[at % Math.max(1, strings.length)]
  if (!chosen) return member
  return { ...member, body: text.slice(0, chosen.index) + JSON.stringify(value) + text.slice(chosen.index + chosen[0].length) } // prettier-ignore
}

const changed = (members: Member[], one: Member, into: Member[]) =>
  members.flatMap((member) => (member === one ? into : [member]))

const mutations: Readonly<Record<string, Mutation>> = {
  drop: (members, at) => changed(members, pick(members, at), []),
  empty: (members, at) => changed(members, pick(members, at), [{ ...pick(members, at), body: '' }]),
  double: (members, at) => changed(members, pick(members, at), [pick(members, at), pick(members, at)]),
  cut: (members, at, other) => {
    const one = pick(members, at)
    const bytes = bytesOf(one.body ?? '')
    return changed(members, one, [{ ...one, body: bytes.subarray(0, other % (bytes.length + 1)) }])
  },
  'another copy': (members, at, other) => changed(members, pick(members, at), [{ ...pick(members, at), body: 'x'.repeat(other % 600) }, pick(members, at)]), // prettier-ignore
  'swap bodies': (members, at, other) => {
    const [a, b] = [pick(members, at), pick(members, other)]
    return members.map((member) => (member === a ? { ...a, body: b.body ?? '' } : member === b ? { ...b, body: a.body ?? '' } : member)) // prettier-ignore
  },
  link: (members, at, other) => changed(members, pick(members, at), [{ name: pick(members, at).name, type: '2', link: `/${pick(members, other).name}` }]), // prettier-ignore
  'name a member': (members, at, other) => {
    const json = members.filter(isJson)
    if (json.length === 0) return members
    const one = pick(json, at)
    return changed(members, one, [withString(one, other, String(pick(members, at + other).name))])
  },
  'another key or value': (members, at, other) => {
    const json = members.filter(isJson)
    if (json.length === 0) return members
    const one = pick(json, at)
    const words = ['', 'Layers', 'config', 'application/xml', 'application/vnd.in-toto+json', 'app', '?', 'a\\b', '@']
    return changed(members, one, [withString(one, other, pick(words.map((name) => ({ name })), at + other).name as string)]) // prettier-ignore
  },
  backslashes: (members) => members.map((member) => ({ ...member, name: String(member.name).replaceAll('/', '\\') })),
}

const mutation = fc.record({ kind: fc.constantFrom(...Object.keys(mutations)), at: fc.nat(200), other: fc.nat(200) })

/** One manifest is written anew and becomes the other, whose descriptor came without a size: that is told, and stays. */
const TWO_PACKINGS: Scenario = {
  bases: [],
  target: {
    layout: 'containerd store, docker media types',
    dotted: false,
    order: 374,
    images: [
      { layers: ['A'], tags: ['target-0:1'], label: '', packing: 'tar' },
      { layers: ['A'], tags: ['target-1:1'], label: '', packing: 'gzip' },
    ],
  },
}
const WITHOUT_SIZE = { kind: 'another key or value', at: 43, other: 32 }

test('what is promised is written, whatever was done to an archive', async () => {
  const ends = { ready: 0, refused: 0, told: 0 }
  await fc.assert(
    fc.asyncProperty(
      scenario(),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('universal' as const, 'as-is' as const),
      async ({ bases, target }: Scenario, steps, form) => {
        let members = membersOf(target).filter(({ type }) => type !== '1')
        for (const { kind, at, other } of steps) if (members.length > 0) members = mutations[kind]!(members, at, other)
        if (members.length === 0) return
        try {
          const { archive, report, bytes, again } = await carried(fileOf(tarOf(members)), bases.map(fileOfSpec), form)
          if (report.verdict.kind !== 'ready') return void ends.told++
          ends.ready++
          expect(report.keptBytes).toBe(bytes.length)
          const before = faultsIn(archive)
          expect(faultsIn(again).filter((fault) => !before.includes(fault))).toEqual([])
        } catch (thrown) {
          // Of a mere layer that is left over it may also be thought that it is the archive that was meant.
          if (!(thrown instanceof ArchiveError) && !/is no archive/.test(String(thrown))) throw thrown
          ends.refused++
        }
      },
    ),
    { numRuns: 400, examples: [[TWO_PACKINGS, [WITHOUT_SIZE], 'universal']] },
  )
  expect(Math.min(...Object.values(ends))).toBeGreaterThan(10)
})

/** What must not come of writing: a member that does not fit its descriptor, as it did before. */
const faultsIn = ({ findings }: ImageArchive) =>
  findings.flatMap(({ code, facts }) =>
    code === 'digest-differs' || code === 'size-differs' ? [`${code} ${facts.entry}`] : [],
  )
