import type { ErrorFacts, RestoreErrorCode } from '../../core/errors'
import { wordsFor } from '../words'

/** Why an archive can’t be made whole. */
export const restoreErrors = wordsFor<Pick<ErrorFacts, RestoreErrorCode>>()({
  'layer-nowhere': {
    what: '{file} 无法还原：“目标端已有”中的归档都没有 {image} 的第 {layer} 层。该层由此行生成：{found}',
    todo: '请在那里加入它所基于的镜像的完整归档（docker save 的输出）。未写入任何内容。',
  },
  'layer-in-base': {
    what: '{file} 无法还原：“目标端已有”中的归档都没有 {image} 的第 {layer} 层。该层由此行生成：{found}',
    todo: '它是以 {base} 为基础精简的：请在“目标端已有”中加入这一镜像的归档（docker save {base}）。未写入任何内容。',
  },
  'layer-without-bytes': {
    what: '{file} 无法还原：{base} 记录了 {image} 的第 {layer} 层，但不含该层的数据。该层由此行生成：{found}',
    todo: '指纹、inspect 输出或已记住的站点只说明对方有什么，不含数据：请加入归档本身（docker save 的输出）。未写入任何内容。',
  },
  'layer-otherwise': {
    what: '{file} 无法还原：{base} 含有 {image} 的第 {layer} 层，但压缩方式不同，字节与 manifest 所指的不一致。该层由此行生成：{found}',
    todo: '请加入含有 blob {expected} 的归档，或改用通用格式：该层按那里的形式写入，镜像 ID 不变，manifest 的摘要会变。未写入任何内容。',
  },
  'base-damaged': {
    what: '{file} 已损坏：{entry} 的内容与其摘要不符。',
    todo: '请重新复制该文件并与原文件核对校验和，或重新导出镜像。未写入任何内容。摘要应为 {expected}，实际为 {found}。',
  },
})
