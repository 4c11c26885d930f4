import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** Where the compiler must ask for what a form has: its file, its traits, its words in each language. */
const askers = [
  'src/core/form/index.ts',
  'src/core/form/traits.ts',
  'src/messages/en/job.ts',
  'src/messages/zh-CN/job.ts',
]

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
  types: [],
}

/** Parsed once for both compilations: nothing but the overlaid file differs. */
const parsed = new Map<string, ts.SourceFile | undefined>()

/** What the compiler says of the askers, with one file's text in another wording. */
function refusals(path: string, reword: (text: string) => string): string[] {
  const host = ts.createCompilerHost(options)
  const getSourceFile = (name: string, language: ts.ScriptTarget | ts.CreateSourceFileOptions) => {
    if (name.endsWith(path)) return ts.createSourceFile(name, reword(ts.sys.readFile(name) ?? ''), language)
    if (!parsed.has(name)) parsed.set(name, host.getSourceFile(name, language))
    return parsed.get(name)
  }
  const program = ts.createProgram(askers.map((asker) => join(process.cwd(), asker)), options, { ...host, getSourceFile }) // prettier-ignore
  return askers.flatMap((asker) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(join(process.cwd(), asker)))
      .map(({ messageText }) => `${asker}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  )
}

const FORM_ID = 'src/core/form/form-id.ts'

test('the forms as they are compile', () => {
  expect(refusals(FORM_ID, (text) => text)).toEqual([])
})

test('a form without its file, its traits or its words does not', () => {
  const withOneMore = (text: string) => text.replace(/\] as const/, ", 'papyrus'] as const")
  const said = refusals(FORM_ID, withOneMore)
  expect(said.map((line) => line.slice(0, line.indexOf(':')))).toEqual(askers)
  for (const line of said) expect(line).toContain("Property 'papyrus' is missing")
})
