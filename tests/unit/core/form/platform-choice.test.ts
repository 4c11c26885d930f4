import { expect, test } from 'vitest'
import { platformName, samePlatform } from '../../../../src/core/image/model'
import { viewOf } from '../../../../src/core/view/file-view'
import { carriedCase, codesOf } from '../../../fixtures/carried'
import { caseFile } from '../../../fixtures/cases'
import { openArchive } from '../../../fixtures/opening'

const windows = { os: 'windows', architecture: 'amd64' }

test('a platform’s name shows the release and the features', () => {
  expect(platformName({ ...windows, 'os.version': '10.0.20348.1' })).toBe('windows(10.0.20348.1)/amd64')
  expect(platformName({ ...windows, 'os.version': '10.0.1', 'os.features': ['win32k'] })).toBe('windows(10.0.1+win32k)/amd64') // prettier-ignore
  expect(platformName({ os: 'linux', architecture: 'arm64', variant: 'v8' })).toBe('linux/arm64/v8')
  expect(platformName({ os: '', architecture: '' })).toBe('')
})

test.each<[string, string, boolean]>([
  ['windows(10.0.17763.1)/amd64', 'windows(10.0.17763.5329)/amd64', true],
  ['windows(10.0.17763.1)/amd64', 'windows(10.0.20348.1)/amd64', false],
  ['windows(10.0.17763.1)/amd64', 'windows/amd64', true],
  ['linux/arm64/v8', 'linux/arm64', true],
  ['linux/arm64', 'linux/amd64', false],
])('%s and %s', (a, b, same) => {
  expect(samePlatform(a, b)).toBe(same)
  expect(samePlatform(b, a)).toBe(same)
})

test('of two releases of Windows under one name each can be chosen, both travel, and the one that shares most is listed', async () => {
  const name = '49-two-windows.tar'
  const view = viewOf({ kind: 'archive', archive: await openArchive(await caseFile(name)) })
  const platforms = ['windows(10.0.17763.1)/amd64', 'windows(10.0.20348.1)/amd64']
  expect(view).toMatchObject({ platforms })
  const { report, files, again } = await carriedCase(name, ['49-base-20348.tar'])
  expect(report.remarks).toMatchObject([{ code: 'several-under-one-name', facts: { found: 2, platform: platforms[1] } }]) // prettier-ignore
  expect(files.json('manifest.json')).toHaveLength(1)
  const { Config } = files.json('manifest.json')[0]
  expect(files.json(Config)['os.version']).toBe('10.0.20348.1')
  expect(again.images).toHaveLength(2)
  for (const platform of platforms) {
    const alone = await carriedCase(name, ['49-base-20348.tar'], 'universal', platform)
    expect(alone.again.images.map((image) => platformName(image.platform))).toEqual([platform])
    expect(codesOf(alone.report.remarks)).not.toContain('several-under-one-name')
    expect(alone.files.json('index.json').manifests[0].platform['os.version']).toBe(/\((.*)\)/.exec(platform)?.[1])
  }
})
