import type { CompactErrorCode, ErrorFacts } from '../../core/errors'
import { wordsFor } from '../words'

const COPY_AGAIN = '请重新复制该文件，并与原文件核对校验和。没有写入任何内容。'

/** What is said of compact archives. */
export const compactErrors = wordsFor<Pick<ErrorFacts, CompactErrorCode>>()({
  'compact-first': {
    what: '{file} 是差异归档：里面只有发生变化的部分，还原之前不是镜像归档。',
    todo: '把它放到“要发送的”，把它的基础归档放到“目标端已有”，然后还原；也可以运行归档里自带的脚本。之后使用还原出来的归档。',
  },
  'compact-damaged': {
    what: '{file} 已损坏：{entry} 的内容自相矛盾。',
    todo: COPY_AGAIN,
  },
  'compact-absent': {
    what: '{file} 已损坏：其中没有 {entry}。',
    todo: COPY_AGAIN,
  },
  'compact-twice': {
    what: '{file} 已损坏：其中有两个 {entry}。',
    todo: COPY_AGAIN,
  },
  'compact-packed': {
    what: '{file} 已损坏：{entry}（位于第 {offset} 字节处）无法解压。',
    todo: COPY_AGAIN,
  },
  'compact-note': {
    what: '{file} 已损坏：{entry} 的第 {line} 行不符合格式。',
    todo: COPY_AGAIN,
  },
  'compact-place': {
    what: '{file} 已损坏：{entry} 所说的第 {offset} 字节已被占用，或者并不存在。',
    todo: COPY_AGAIN,
  },
  'compact-size': {
    what: '{file} 已损坏：{entry} 得到 {found} 字节，应为 {expected} 字节。',
    todo: COPY_AGAIN,
  },
  'compact-cut-off': {
    what: '{file} 不完整：它在第 {offset} 字节处结束，其中没有 {entry}。',
    todo: '请重新复制该文件，并与原文件比对大小。没有写入任何内容。',
  },
  'compact-unlike': {
    what: '{file} 已损坏：按 {entry} 还原出来的应为 {expected}，实际为 {found}。',
    todo: '基础归档没有问题。请重新复制该文件，并与原文件核对校验和。没有写入任何内容。',
  },
  'compact-limit': {
    what: '{file} 超出了差异归档允许的范围：{entry} 中为 {found}，上限是 {expected}。',
    todo: '没有工具会写出这样的文件，请从制作处重新获取。没有写入任何内容。',
  },
  'compact-baseless': {
    what: '{file} 无法制作成差异归档：“目标端已有”中没有任何可供比较的数据。',
    todo: '指纹、inspect 输出或已记住的站点只说明有什么，不含数据：请加入旧镜像的归档本身（docker save 的输出）。',
  },
  'compact-version': {
    what: '{file} 是版本 {found} 的差异归档，本页只认识版本 1。',
    todo: '请用制作它的页面还原，或运行归档里自带的脚本。',
  },
  'compact-lacks': {
    what: '无法还原 {file}：它依赖的 {expected} 个层中有 {layers} 个不在“目标端已有”的任何归档里，其中一个是 {found}。',
    todo: '请把制作时所依据的那些归档完整地放到“目标端已有”：用 docker save 从同一种存储导出，存储不同，层的压缩方式也不同。没有写入任何内容。',
  },
  'compact-room': {
    what: '浏览器没有足够空间存放由 {file} 生成的内容：只放得下 {found} 字节。',
    todo: '生成的内容在保存之前暂存在浏览器里：请在浏览器配置文件所在的磁盘上释放一些空间。没有写入任何内容。',
  },
})
