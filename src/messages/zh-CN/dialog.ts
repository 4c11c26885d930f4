import type { dialog as english } from '../en/dialog'

export const dialog: typeof english = {
  helpTitle: '工作原理',
  help: [
    {
      title: '层是整叠共用的',
      text: '镜像是一叠层。引擎若已有这一叠的下半部分，就不会再打开这些层的文件，文件可以是空的。本页找出目标端已有的最长一叠，把别处用不到的层清空。层的文件仍留在原处，大小为零。',
    },
    {
      title: '为什么不手工做？',
      text: '同一层可能在镜像里出现两次（先 COPY 再 RUN chmod，即 [A, B, B]）：清空“前两层”会连第三层需要的内容一起拿掉。另外，Docker 的 containerd 存储会把旧布局中清空的 layer.tar 当成真正的层：导入成功，镜像却已损坏。通用格式和本页的取舍规则避开了这两个陷阱。',
    },
    {
      title: '导入之前目标端必须有什么',
      text: '必须有基础镜像，且摘要与本页所示一致。请先复制检查命令，在目标端执行。若缺少基础镜像，引擎会拒绝导入，或留下不完整的镜像。',
    },
    {
      title: '会上传数据吗？',
      text: '不会。文件由这台机器上的浏览器读取。点“数据不会离开本页”可查看页面策略阻止了什么、什么是任何策略都无法阻止的，并可当场验证。',
    },
  ],
  proofTitle: '数据不会离开本页',
  proofIntro:
    '归档由这台机器上的浏览器读取。本页带有一份策略（内容安全策略，Content-Security-Policy），浏览器自身会据此拒绝页面和后台工作线程向外发送数据。',
  proofBlocksTitle: '策略阻止了什么',
  proofBlocks: [
    '连接：fetch、XMLHttpRequest、WebSocket、EventSource、WebTransport、beacon。',
    '表单、内嵌框架和嵌入对象，不论指向哪个地址。',
    '来自其他服务器的图片、音频、字体、脚本、样式和预加载。',
    '会变成代码的文本，以及不属于本页面的脚本地址（Trusted Types，需浏览器支持）。',
  ],
  proofTry: '立即逐一尝试各种途径',
  proofVerdict: (refused: number, tried: number) => `${tried} 种途径，${refused} 种被拒绝`,
  proofInPage: '在页面中',
  proofInWorker: '在工作线程中',
  outcome: { refused: '已拒绝', absent: '此浏览器不支持', silent: '此浏览器不报告', open: '未被拒绝！' },
  proofSilent:
    '浏览器并不会报告每一次拒绝，在工作线程中尤其如此。本页的测试在 Chromium、Firefox 和 WebKit 中逐一尝试这些途径，发往一个会计数的监听端口：没有任何内容送达。',
  proofOpen: '策略在这里没有生效。请不要把不能外传的归档交给这一份页面。',
  proofLimitsTitle: '任何策略都无法阻止的',
  proofLimits: [
    '页面跳转：网页总能让浏览器转到别处。本页没有这样做的代码，归档中的文字也绝不会变成链接或 HTML。',
    'WebRTC 和 Chromium 的 preconnect。本页都不使用；每次构建都有测试检查以上三项。',
    '本页自己的文件：它们来自本页所在的服务器，加载时不会附带任何数据。',
  ],
  proofPlug: '想进一步确认，请断开网络：打开过一次之后，本页断网也能完成全部工作；页脚提供的单文件版本也一样。',
  proofPolicy: '策略原文',
}
