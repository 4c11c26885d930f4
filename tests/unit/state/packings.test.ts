import { expect, test } from 'vitest'
import { readList } from '../../../src/core/list/read'
import { give, itemNamed, openSession, turn, until } from '../../fixtures/session'
import { siteView } from '../../fixtures/views'

/** A page with an archive to send, two sites, and a list of three images. */
async function packed() {
  const opened = openSession()
  const { door, session } = opened
  for (const name of ['Ship', 'Plant']) door.views.set(`${name}.site.json`, siteView(name))
  await give(session, 'base', 'Ship.site.json', 'Plant.site.json')
  await give(session, 'target', 'app.tar')
  const holds = (file: string, ...names: string[]) =>
    door.names.set(itemNamed(session, file).id, names.map((name) => `docker.io/library/${name}`)) // prettier-ignore
  holds('app.tar', 'app:latest')
  holds('Ship.site.json', 'redis:7')
  holds('Plant.site.json', 'redis:7', 'nginx:1')
  const list = await readList(new File(['app\nredis:7\nnginx:1\n'], 'images.txt'))
  if (!list) throw new Error('no list')
  const file = new File([], 'images.txt')
  session.files.items = [
    ...session.files.items,
    { id: 'l', name: 'images.txt', file, edition: 1, role: 'target', pinned: false, state: { kind: 'listed', list } },
  ]
  const packings = await session.packings()
  const told = () =>
    packings.all.map(({ images }) => images.map(({ state, given, there }) => [state, ...given, ...there].join(' ')))
  return { ...opened, packings, told, holds }
}

test('a list stands beside what is given and what is there, and is no target', async () => {
  const { session, told } = await packed()
  // Two sites are two hosts.
  await until(told, [['given app.tar', 'there Ship Plant', 'missing Plant']])
  expect(session.toCarry.rows.map(({ item }) => item.name)).toEqual(['app.tar'])
  session.remove('l')
  expect(told()).toEqual([])
})

test('what is given later, or goes, is looked through anew; what comes late counts no more', async () => {
  const { door, session, told, holds } = await packed()
  await until(told, [['given app.tar', 'there Ship Plant', 'missing Plant']])
  door.hold('namesHeld')
  session.remove(itemNamed(session, 'Ship.site.json').id)
  await until(() => door.of('namesHeld').length, 2)
  door.letThrough('namesHeld')
  await give(session, 'target', 'nginx.tar')
  holds('nginx.tar', 'nginx:1')
  session.remove(itemNamed(session, 'app.tar').id)
  await until(told, [['missing', 'there Plant', 'given nginx.tar Plant']])
  door.of('namesHeld')[1]?.answer()
  await turn()
  expect(told()).toEqual([['missing', 'there Plant', 'given nginx.tar Plant']])
})
