import { dirname, resolve } from 'node:path'
import ts from 'typescript'

/** What TypeScript says of a room, checked by the room's own config, with one more file in it. */
export function compile(room: string, name: string, text: string): string[] {
  const config = resolve(room, 'tsconfig.json')
  const { config: stated } = ts.readConfigFile(config, ts.sys.readFile)
  const { options, fileNames } = ts.parseJsonConfigFileContent(stated, ts.sys, dirname(config))
  const host = ts.createCompilerHost(options)
  const added = resolve(room, name)
  const [getSourceFile, fileExists] = [host.getSourceFile, host.fileExists]
  host.fileExists = (path) => path === added || fileExists(path)
  host.getSourceFile = (path, ...how) =>
    path === added ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2022) : getSourceFile(path, ...how)
  const program = ts.createProgram([...fileNames, added], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
