import { registrationMachine } from '../machine'
import { fullConfig, type OutlineNode, type OutlineTransition, outline } from './outline'

const identifier = /^[A-Za-z_$][\w$]*$/

/** A string literal with single quotes. */
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const lineWidth = 100

/** Formats data as code, on one line if it fits. */
function toSource(value: unknown, indent = ''): string {
  if (typeof value === 'string') return quoted(value)
  if (value === null || typeof value !== 'object') return String(value)
  const inner = `${indent}  `
  const isList = Array.isArray(value)
  const parts = isList
    ? value.map((item) => toSource(item, inner))
    : Object.entries(value).map(
        ([key, item]) => `${identifier.test(key) ? key : quoted(key)}: ${toSource(item, inner)}`,
      )
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  const line = isList ? `${open}${parts.join(', ')}${close}` : `${open} ${parts.join(', ')} ${close}`
  if (!line.includes('\n') && indent.length + line.length <= lineWidth)
    return parts.length > 0 ? line : open + close
  return [open, ...parts.map((part) => `${inner}${part},`), `${indent}${close}`].join('\n')
}

type Names = { events: Set<string>; actions: Set<string>; guards: Set<string>; delays: Set<string> }

type Action = string | { type: string }

const actionNames = ({ actions = [] }: OutlineTransition): string[] =>
  ([actions].flat() as Action[]).map((action) => (typeof action === 'string' ? action : action.type))

/** Collects the names that the transitions of a definition use, in order of appearance. */
function collectNames({ on = {}, after = {}, always = [], states = {} }: OutlineNode, names: Names): Names {
  for (const event of Object.keys(on)) names.events.add(event)
  for (const delay of Object.keys(after)) names.delays.add(delay)
  for (const transition of [always, ...Object.values(on), ...Object.values(after)].flat()) {
    if (transition.guard !== undefined) names.guards.add(transition.guard)
    for (const action of actionNames(transition)) names.actions.add(action)
  }
  for (const child of Object.values(states)) collectNames(child, names)
  return names
}

/** Placeholder implementations, so that tools know the names. */
const placeholders = (names: ReadonlySet<string>, body: string): string =>
  [
    '{',
    ...[...names].map((name) => `    ${identifier.test(name) ? name : quoted(name)}: ${body},`),
    '  }',
  ].join('\n')

const dayMillis = '86_400_000'

/**
 * The source of one TypeScript file with a single `setup(…).createMachine({…})` literal, as Stately Studio and the editor
 * extension read it. Its guards, actions and delays are placeholders; with `all`,
 * `.provide(registrationMachine.implementations)` replaces them with the real implementations.
 *
 * @param options `all` for every transition; by default the outline, with refusals folded into the guards
 */
export function statelySource({ all = false }: { all?: boolean } = {}): string {
  const definition = (all ? fullConfig : outline)(registrationMachine)
  const names = collectNames(definition, {
    events: new Set(),
    actions: new Set(),
    guards: new Set(),
    delays: new Set(),
  })
  const types = [...names.events].map((event) => `      | { type: ${quoted(event)} }`).join('\n')
  return `import { setup } from 'xstate'

export const registrationMachine = setup({
  types: {
    context: {} as Record<string, unknown>,
    input: {} as Record<string, unknown>,
    events: {} as
${types},
  },
  actions: ${placeholders(names.actions, '() => {}')},
  guards: ${placeholders(names.guards, '() => true')},
  delays: ${placeholders(names.delays, dayMillis)},
}).createMachine({
  context: ({ input }) => input,${toSource(definition).slice(1)})
`
}
