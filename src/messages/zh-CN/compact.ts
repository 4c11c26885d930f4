import type { compact as english } from '../en/compact'

export const compact: typeof english = {
  offer: (size: string) => `需携带 ${size}，但其中许多内容可能已在目标端的其他层中。`,
  offerOpen: (size: string) => `需携带 ${size}。正在查看其中有多少已在目标端的其他层中……`,
  offerAbout: (size: string, instead: string) => `差异格式：约 ${size}，而不是 ${instead}；目标端用本页或脚本还原。`,
  choose: '只携带层内的变化（差异格式）',
  offerHint: '目标端可用本页还原，或运行归档内自带的脚本。',
  codec: '目标端有',
  zstd: '本页或 zstd 命令',
  gzip: '什么都没装：只有 perl 或 python3，以及 gzip',
  atMost: (low: string, high: string, most: string) =>
    `最多 ${most}。按重新构建的镜像实测，约为 ${low} 至 ${high}；保存后即知确切大小。`,
  open: (most: string) => `最多 ${most}。正在估算大约会有多大……`,
  estimated: (size: string, time: string) => `按变化部分的抽样，约为 ${size}；保存后约 ${time}即知确切大小。`,
  exactly: (size: string) => `制作完成：${size}。`,
  restore: '在目标端还原',
  onPage: '在本页：把差异归档放到“要发送的”，旧归档放到“目标端已有”，然后点“还原”。',
  after: (names: string) => `需先还原 ${names}，并把得到的归档与旧归档放在一起，再还原它。`,
  byScript: '或使用 perl（python3 用法相同）：',
  refused: '没有引擎会直接导入差异归档：它们都会拒绝。',
}
