import { expect, test } from 'vitest'
import { loaderOf } from '../../../../src/core/engine/loader'

test('who loads is told by the store, and by whose tool tells of it', () => {
  expect(loaderOf('classic', false)).toBe('docker')
  expect(loaderOf('containerd', false)).toBe('docker-containerd')
  expect(loaderOf('containerd', true)).toBe('containerd')
  expect(loaderOf('podman', true)).toBe('podman')
  expect(loaderOf('unknown', true)).toBeUndefined()
})
