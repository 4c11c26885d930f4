import type { Layout } from '../engine/engine'
import type { Files } from './files'
import { remark, type Finding } from './finding'
import type { ReadJson } from './json'
import type { ImageArchive } from './model'
import { leavesOf, type OciLayout } from './oci'

/** What engines take an archive for, by the members that they look for first. An index counts where `oci-layout` stands beside it. */
export function layoutOf({ tar }: Pick<ImageArchive, 'tar'>): Layout {
  const names = new Set(tar.entries.map(({ name }) => name.replace(/^(?:\.?\/)+/, '')))
  const hasList = names.has('manifest.json')
  if (!names.has('index.json') || (hasList && !names.has('oci-layout'))) return 'docker-archive'
  return hasList ? 'oci-layout-with-list' : 'oci-layout'
}

/** What containerd misses in an OCI layout, and others don't. */
export function layoutFindings({ root, odd }: OciLayout, files: Files, file: string): Finding[] {
  const isBare = !files.find('oci-layout') && !files.find('manifest.json')
  const isUntyped = [...leavesOf(root, file)].some(([, path]) =>
    path.some(({ descriptor }) => descriptor.mediaType === ''),
  )
  return [
    ...listFindings('index.json', odd),
    ...(isBare ? [remark('no-layout-file', { entry: 'oci-layout' })] : []),
    ...(isUntyped ? [remark('no-media-type', { entry: 'index.json' })] : []),
  ]
}

/** Engines differ in what they take around a list: Podman reads one whole, containerd the other. */
export function listFindings(entry: 'manifest.json' | 'index.json', odd: ReadJson['odd']): Finding[] {
  if (odd === 'marked') return [remark('list-marked', { entry })]
  if (odd === undefined) return []
  return [entry === 'manifest.json' ? remark('behind-list', { entry }) : remark('behind-index', { entry })]
}
