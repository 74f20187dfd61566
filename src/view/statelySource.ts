import { registrationMachine } from '../machine'
import { fullConfig, type OutlineArrow, type OutlineNode, outline } from './outline'

const isName = /^[A-Za-z_$][\w$]*$/

/** A text in quotes, as the code here has them. */
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const wide = 100

/** Data as code: on one line where it fits. */
function written(value: unknown, indent = ''): string {
  if (typeof value === 'string') return quoted(value)
  if (value === null || typeof value !== 'object') return String(value)
  const inner = `${indent}  `
  const isList = Array.isArray(value)
  const parts = isList
    ? value.map((one) => written(one, inner))
    : Object.entries(value).map(
        ([key, one]) => `${isName.test(key) ? key : quoted(key)}: ${written(one, inner)}`,
      )
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  const line = isList ? `${open}${parts.join(', ')}${close}` : `${open} ${parts.join(', ')} ${close}`
  if (!line.includes('\n') && indent.length + line.length <= wide)
    return parts.length > 0 ? line : open + close
  return [open, ...parts.map((part) => `${inner}${part},`), `${indent}${close}`].join('\n')
}

type Names = { events: Set<string>; actions: Set<string>; guards: Set<string>; delays: Set<string> }

type Action = string | { type: string }

const actionsOf = ({ actions = [] }: OutlineArrow): string[] =>
  ([actions].flat() as Action[]).map((action) => (typeof action === 'string' ? action : action.type))

/** What the arrows of a definition name, in the order in which they do. */
function namesIn({ on = {}, after = {}, always = [], states = {} }: OutlineNode, names: Names): Names {
  for (const event of Object.keys(on)) names.events.add(event)
  for (const delay of Object.keys(after)) names.delays.add(delay)
  for (const arrow of [always, ...Object.values(on), ...Object.values(after)].flat()) {
    if (arrow.guard !== undefined) names.guards.add(arrow.guard)
    for (const action of actionsOf(arrow)) names.actions.add(action)
  }
  for (const child of Object.values(states)) namesIn(child, names)
  return names
}

/** Functions that stand for those of the machine, so that a tool knows the names. */
const standIns = (names: ReadonlySet<string>, body: string): string =>
  ['{', ...[...names].map((name) => `    ${isName.test(name) ? name : quoted(name)}: ${body},`), '  }'].join(
    '\n',
  )

const day = '86_400_000'

/**
 * The machine as the text of one file: a single `setup(…).createMachine({…})` whose configuration is written out, as
 * Stately Studio and the editor extension read it. Its guards, actions and delays are stand-ins: those of
 * `registrationMachine` are given with `.provide(registrationMachine.implementations)`, where every arrow is asked for.
 *
 * @param options `all` for every arrow; otherwise the outline, whose refusals are folded into the guards
 */
export function statelySource({ all = false }: { all?: boolean } = {}): string {
  const definition = (all ? fullConfig : outline)(registrationMachine)
  const names = namesIn(definition, {
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
  actions: ${standIns(names.actions, '() => {}')},
  guards: ${standIns(names.guards, '() => true')},
  delays: ${standIns(names.delays, day)},
}).createMachine({
  context: ({ input }) => input,${written(definition).slice(1)})
`
}
