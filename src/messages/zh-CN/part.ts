import type { part as english } from '../en/part'

const { format } = new Intl.NumberFormat('zh-CN')

export const part: typeof english = {
  layers: (n: number) => `${format(n)} 层`,
  images: (n: number) => `${format(n)} 个镜像`,
  noLine: '没有记录 Dockerfile 行',
  reading: '正在读取…',
  saved: {
    file: (name: string) => `${name} 已写入。`,
    download: (name: string) => `${name} 已交给浏览器下载。`,
  },
  cancel: '取消',
  tryAgain: '重试',
  close: '关闭',
  remarks: '请留意',
  about: (images: string, date: string) => `${images} · 保存于 ${date}`,
  deliveries: (n: number) => `${format(n)} 次交付`,
  space: '',
  comma: '、',
  andMore: (count: string) => ` 等，另有 ${count} 个`,
  more: (count: string, step: string) => `还有 ${count} 项，再显示 ${step} 项`,
  beyond: (count: string) => `另有 ${count} 项`,
  copy: '复制',
  copied: '已复制',
  copyFailed: '请选中文本后手动复制。',
}
