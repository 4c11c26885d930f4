import type { job as english } from '../en/job'

export const job: typeof english = {
  form: '格式',
  formHint: '通用格式可在各种引擎上导入；原样格式保留归档原有的布局和字节。',
  forms: { universal: '通用格式', 'as-is': '原样格式', compact: '差异格式' },
  options: (split: string, check: string) => `选项：${split}，${check}`,
  checked: '保存前校验',
  unchecked: '不校验',
  splitTo: (size: string) => `每卷 ${size}`,
  compress: 'gzip 压缩',
  split: '分卷',
  splitNone: '不分卷',
  splitFat32: 'FAT32（略小于 4 GiB）',
  splitDvd: 'DVD（4.7 GB）',
  splitCd: 'CD（700 MiB）',
  splitCustom: '其他大小',
  checkSaves: '保存前校验',
  checkSavesFor: (time) => `保存前校验（约 ${time}）`,
  save: '保存',
  restore: '还原',
  restoring: '正在还原…',
  restoreHint: (layers: string) => `重新存为完整归档：从“目标端已有”的归档补回省去的 ${layers}，逐层校验后才写入。`,
  restoreRelinked: (n: number) =>
    `其中 ${n} 层在那里的压缩方式不同，将按那里的形式写入：镜像 ID 不变，manifest 的摘要会变，签名不再匹配。原样格式要么还原出原来的 manifest，要么什么也不写。`,
  join: (n: number) => `把 ${n} 个归档合并为一个`,
  joining: '正在合并…',
  joinHint:
    '把它们存为一个完整的归档，相同的层只存一份：省去的层从“目标端已有”补回，所有内容先行校验。层已全部包含在内的基础镜像也一并写入。',
  saving: '正在保存…',
  saveAll: (n: number) => (n === 1 ? '保存' : `全部保存（${n} 个）`),
  savedAll: {
    file: (files: string) => `已全部写入：${files}。`,
    download: (files: string, zip: string) =>
      zip === '' ? `已全部交给浏览器下载：${files}。` : `${zip} 已交给浏览器下载，内含 ${files}。`,
  },
  progress: (done: string, total: string) => `${done} / ${total}`,
  rate: (bytes: string) => `${bytes}/秒`,
  timeLeft: (time: string) => `剩余 ${time}`,
  savingOf: (name: string) => `正在保存 ${name}`,
}
