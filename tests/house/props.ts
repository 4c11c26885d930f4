import type { Pattern } from 'estree'
import { parse } from 'svelte/compiler'

/** The props that a component takes, callbacks among them. Taken all under one name, those that are used count. */
export function propsOf(text: string): string[] {
  const statements = parse(text, { modern: true }).instance?.content.body ?? []
  const declared = statements.flatMap((statement) =>
    statement.type === 'VariableDeclaration' ? statement.declarations : [],
  )
  const taken = declared.filter(
    ({ init }) => init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === '$props',
  )
  return [...new Set(taken.flatMap(({ id }) => namesIn(id, text)))]
}

function namesIn(pattern: Pattern, text: string): string[] {
  if (pattern.type === 'Identifier') return used(pattern.name, text)
  if (pattern.type !== 'ObjectPattern') throw new Error(`props are taken as ${pattern.type}`)
  return pattern.properties.flatMap((property) => {
    if (property.type === 'RestElement') return namesIn(property.argument, text)
    return property.key.type === 'Identifier' ? [property.key.name] : []
  })
}

const used = (name: string, text: string) =>
  [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, prop]) => prop!)
