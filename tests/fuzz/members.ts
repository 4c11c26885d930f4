import { digestOf, hexOf } from '../fixtures/layers'
import { bytesOf, utf8, type Member } from '../fixtures/tar'
import type { Chance } from './chance'
import { mutatedJson, mutatedText } from './json'

/** The members of an archive, changed in one place: entries, or the JSON in one of them. */
export function mutatedMembers(members: readonly Member[], chance: Chance): Member[] {
  const made = [...members]
  const at = chance.below(made.length)
  const other = chance.below(made.length)
  const member = made[at]!
  const change = (more: Partial<Member>) => void (made[at] = { ...member, ...more })
  const changes: (() => void)[] = [
    () => void made.splice(at, 1),
    () => void made.splice(other, 0, member),
    () => void made.splice(other, 0, { ...member, body: made[other]!.body ?? '' }),
    () => void made.splice(other, 0, ...made.splice(at, 1)),
    () => change({ body: '' }),
    () => change({ body: bytesOf(member.body ?? '').slice(0, chance.below(2000)) }),
    () => change({ body: made[other]!.body ?? '' }),
    () => change({ name: mutatedText(String(member.name), chance).slice(0, 99) }),
    () => change({ name: made[other]!.name }),
    () => change({ type: chance.one(['1', '2']), link: String(made[other]!.name).slice(0, 99), body: '' }),
    () => change({ type: chance.one(['2']), link: `../${made[other]!.name}`.slice(0, 99), body: '' }),
    () => change({ type: chance.one(['5', '7', '\0', 'S', 'x', 'g']) }),
    () => change({ format: chance.one(['gnu', 'pax', 'ustar']), sizeAs: chance.one(['base-256', 'pax', 'octal']) }),
    () =>
      change({
        pax: { [chance.one(['path', 'size', 'linkpath', 'mtime', 'x'])]: chance.one(['1', '', 'layer.tar', '-1']) },
      }),
  ]
  if (chance.in(2)) return withMutatedJson(made, chance)
  chance.one(changes)()
  return made
}

const isJson = ({ body }: Member) => body !== undefined && [0x7b, 0x5b].includes(bytesOf(body)[0] ?? 0)

function withMutatedJson(members: readonly Member[], chance: Chance): Member[] {
  const places = members.flatMap((member, at) => (isJson(member) ? [at] : []))
  if (places.length === 0) return [...members]
  const at = chance.one(places)
  const made = members.map((member, place) =>
    place === at ? { ...member, body: mutatedBody(member, chance) } : member,
  )
  return chance.in(4) ? made : readdressed(made)
}

function mutatedBody({ body }: Member, chance: Chance) {
  const text = new TextDecoder().decode(bytesOf(body ?? ''))
  if (chance.in(12)) return utf8(mutatedText(text, chance))
  const json = parsed(text)
  return json === undefined ? utf8(text) : utf8(JSON.stringify(mutatedJson(json, chance)))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Blobs under the digests that they have now, in the descriptors too: what a mutation does is then all that is wrong. */
function readdressed(members: readonly Member[]): Member[] {
  let made = [...members]
  for (let round = 0; round < 4; round++) {
    const moved = made.find(
      ({ name, body, type }) =>
        body !== undefined &&
        (type ?? '0') === '0' &&
        /blobs\/sha256\/[0-9a-f]{64}$/.test(String(name)) &&
        isJson({ name, body }) &&
        !String(name).endsWith(hexOf(digestOf(bytesOf(body)))),
    )
    if (!moved) return made
    const size = bytesOf(moved.body!).length
    const [from, to] = [String(moved.name).slice(-64), hexOf(digestOf(bytesOf(moved.body!)))]
    made = made.map((member) =>
      isJson(member)
        ? { ...member, name: String(member.name).replace(from, to), body: relinked(member, from, to, size) }
        : member,
    )
  }
  return made
}

function relinked({ body }: Member, from: string, to: string, size: number) {
  const text = new TextDecoder().decode(bytesOf(body!))
  if (!text.includes(from)) return body!
  const renewed = text.replaceAll(from, to)
  return utf8(renewed.replace(new RegExp(`("digest":"sha256:${to}","size":)\\d+`, 'g'), `$1${size}`))
}
