import type { bar as english } from '../en/bar'

export const bar: typeof english = {
  title: 'Layershed',
  tagline: '只携带对方没有的层',
  proof: '数据不会离开本页',
  help: '工作原理',
  language: '语言',
  theme: {
    auto: '配色：跟随系统',
    light: '配色：浅色',
    dark: '配色：深色',
  },
  worksOffline: '可离线使用',
  newVersion: '新版本已就绪。',
  newVersionHint: '重新加载后生效；已打开的文件需要重新选择。',
  update: '立即重新加载',
  later: '以后再说',
  saveTool: '保存本工具以便离线使用',
  saveToolSize: (size: string) => `（${size}）。`,
  saveToolHint: '一个包含全部功能的 HTML 文件：放在 U 盘上直接打开，无需服务器和网络。',
  toolSum: '它的 SHA-256',
  checkSum: '校验命令：',
}
