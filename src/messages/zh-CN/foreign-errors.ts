/** What a file is that is no archive of images, and what may be done about it. */
export const foreignErrors = {
  'foreign-packing': {
    what: '{file} 使用 {packing} 格式，在这里无法读取。',
    todo: '请先解开（{expected}），再选择其中的 .tar。',
  },
  'disk-image': {
    what: '{file} 是磁盘映像或文件系统（{found}），不是镜像归档。',
    todo: '如果其中有 docker save 的 .tar，请取出（挂载，或 7z x）后再选择它。如果它是整台机器或整个系统，请导出所需的镜像：docker save -o app.tar 名称:标签。',
  },
  'software-package': {
    what: '{file} 是软件包（{found}），不是镜像归档。',
    todo: '如果其中带有镜像，请解包或安装后，选择其中的 .tar。',
  },
  'flat-image': {
    what: '{file} 是 Singularity 或 Apptainer 的镜像（{found}）：只有一个文件系统，没有层。',
    todo: '它的来源才有层：docker save -o app.tar 名称:标签，或 skopeo copy docker://名称:标签 docker-archive:app.tar:名称:标签。',
  },
  'recovery-data': {
    what: '{file} 是另一个文件的恢复数据（{found}）。',
    todo: '请选择它所保护的文件。如果那个文件已损坏，请先修复（par2 repair）。',
  },
  'other-file': {
    what: '{file} 是另一类文件：{found}。',
    todo: '请选择 docker save -o 生成的 .tar。',
  },
  'pointer-file': {
    what: '{file} 只是一个指针，真正的文件在别处（{found}）。',
    todo: '请先取回文件本身（{expected}），再选择它。',
  },
  'coded-as-text': {
    what: '{file} 的内容被编码成了文本（{found}）。',
    todo: '请先解码（{expected}），再选择解码后的文件。',
  },
  'rewritten-as-text': {
    what: '{file} 在途中被当作文本处理，字节已被改写（{found}）。',
    todo: '请按原样重新带来：用 docker save -o 文件名（PowerShell 的 > 会按文本写入）；FTP 用二进制模式；Git 在 .gitattributes 中写 *.tar binary；不要经过终端或文本过滤。',
  },
  'saved-page': {
    what: '{file} 不是要下载的文件，而是服务器的回应：{found}',
    todo: '可能是登录页、代理或错误的地址。请登录后重新下载；使用 curl 时请加 -fL，这样遇到此类回应会直接报错。',
  },
  'unfinished-download': {
    what: '从名称看，{file} 是尚未完成的下载或复制，无法读取。',
    todo: '请等它改回正式的名称，或重新下载；然后与原文件比对大小。',
  },
  'text-before': {
    what: '{file} 以文本开头，归档在其后：{found}',
    todo: '命令输出的文字混进了文件。请改用 -o 文件名（而不是 >）重新运行，并且不要分配终端（ssh -T，docker exec 不加 -t）。',
  },
  'not-an-image': {
    what: '{file} 是 tar 归档，但不是镜像：其中既没有 manifest.json 也没有 index.json。其中有：{found}',
    todo: '请选择 docker save 的输出（不是 docker export 的输出，也不要在打包时多套一层目录）。',
  },
  'archive-among': {
    what: '{file} 是装有多种内容的 tar 归档；镜像归档可能是其中的 {entry}。',
    todo: '请解包后选择 {entry}。',
  },
} as const
