import type { RefusalId } from '../rules'
import { foldRefusals } from './foldRefusals'

/** A transition of an outline, in the shape of XState's configuration. */
export type OutlineTransition = {
  readonly guard?: string
  readonly target?: string
  readonly reenter?: boolean
  readonly actions?: unknown
}

/** A state of an outline, in the shape of XState's configuration. */
export type OutlineNode = {
  readonly id?: string
  readonly description?: string
  readonly type?: 'parallel'
  readonly initial?: string
  readonly meta?: unknown
  readonly tags?: string | readonly string[]
  readonly always?: readonly OutlineTransition[]
  readonly after?: Readonly<Record<string, readonly OutlineTransition[]>>
  readonly on?: Readonly<Record<string, readonly OutlineTransition[]>>
  readonly states?: Readonly<Record<string, OutlineNode>>
}

type Transitions = OutlineTransition | readonly OutlineTransition[]
type Config = Omit<OutlineNode, 'always' | 'after' | 'on' | 'states'> & {
  readonly always?: Transitions
  readonly after?: Readonly<Record<string, Transitions>>
  readonly on?: Readonly<Record<string, Transitions>>
  readonly states?: Readonly<Record<string, Config>>
}

const asArray = (transitions: Transitions): readonly OutlineTransition[] =>
  Array.isArray(transitions) ? transitions : [transitions as OutlineTransition]

const labelSeparator = ' · '
/** The prefix of the guard of a transition that only refuses. */
const refusalMark = '⊘ '

/** One transition without a target for all refusals that are checked after the last branch. */
const refusalTransition = (rules: readonly RefusalId[]): OutlineTransition => ({
  guard: `${refusalMark}${rules.join(labelSeparator)}`,
  actions: { type: 'event.refused', params: { rules } },
})

function foldTransitions(transitions: Transitions): OutlineTransition[] {
  const { refusals, branches } = foldRefusals(asArray(transitions))
  const last = refusals.slice(branches.at(-1)?.refusals.length ?? 0)
  return [
    ...branches.map(({ transition: { guard, ...others }, refusals }) => {
      const ids = [...refusals, ...(guard === undefined ? [] : [guard])]
      return ids.length > 0 ? { guard: ids.join(labelSeparator), ...others } : others
    }),
    ...(last.length > 0 ? [refusalTransition(last)] : []),
  ]
}

const mapValues = <From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))

function mapTransitions(
  config: Config,
  map: (transitions: Transitions) => readonly OutlineTransition[],
): OutlineNode {
  const { always, after, on, states, ...others } = config
  return {
    ...others,
    ...(always && { always: map(always) }),
    ...(after && { after: mapValues(after, map) }),
    ...(on && { on: mapValues(on, map) }),
    ...(states && { states: mapValues(states, (child) => mapTransitions(child, map)) }),
  }
}

/** The configuration without `context`, which is a function, and without the `schemas` that XState adds. */
function configData(machine: { readonly config: unknown }): Config {
  const { context: _, schemas: __, ...config } = machine.config as Config & Record<string, unknown>
  return config
}

/**
 * The configuration of a machine with its refusals folded. A guard lists the rules that may refuse, then the branch rule
 * if there is one: `commitment.no-return · commitment.statements`. The transition applies if no rule refuses and the
 * branch rule holds. Refusals that are checked after the last branch become one transition, marked `⊘`.
 *
 * @param machine `registrationMachine`
 * @returns plain data in the shape of XState's configuration, without the context
 */
export function outline(machine: { readonly config: unknown }): OutlineNode {
  return mapTransitions(configData(machine), foldTransitions)
}

/** The configuration of a machine with every transition, in the same shape as `outline`. */
export function fullConfig(machine: { readonly config: unknown }): OutlineNode {
  return mapTransitions(configData(machine), asArray)
}
