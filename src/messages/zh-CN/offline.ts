import type { offline as english } from '../en/offline'

export const offline: typeof english = {
  ready: '可离线使用',
  newVersion: '新版本已就绪。',
  newVersionHint: '重新加载后生效；已打开的文件需要重新选择。',
  update: '立即重新加载',
  later: '以后再说',
  saveTool: '保存本工具以便离线使用',
  saveToolSize: (size: string) => `（${size}）。`,
  saveToolHint: '一个包含全部功能的 HTML 文件：放在 U 盘上直接打开，无需服务器和网络。',
  sum: '它的 SHA-256',
  checkSum: '校验命令：',
}
