import type { RefusalId } from '../rules'
import { folded } from './folding'

/** An arrow of an outline, in the shape of XState's configuration. */
export type OutlineArrow = {
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
  readonly always?: readonly OutlineArrow[]
  readonly after?: Readonly<Record<string, readonly OutlineArrow[]>>
  readonly on?: Readonly<Record<string, readonly OutlineArrow[]>>
  readonly states?: Readonly<Record<string, OutlineNode>>
}

type Arrows = OutlineArrow | readonly OutlineArrow[]
type Config = Omit<OutlineNode, 'always' | 'after' | 'on' | 'states'> & {
  readonly always?: Arrows
  readonly after?: Readonly<Record<string, Arrows>>
  readonly on?: Readonly<Record<string, Arrows>>
  readonly states?: Readonly<Record<string, Config>>
}

const listed = (arrows: Arrows): readonly OutlineArrow[] =>
  Array.isArray(arrows) ? arrows : [arrows as OutlineArrow]

/** What stands between the ids in a guard's label. */
const separator = ' · '
/** What stands in front of the label of an arrow that only refuses. */
const refused = '⊘ '

/** One arrow for all that is asked once no way was taken; it leads nowhere, as those that it stands for. */
const onlyRefusing = (rules: readonly RefusalId[]): OutlineArrow => ({
  guard: `${refused}${rules.join(separator)}`,
  actions: { type: 'event.refused', params: { rules } },
})

function fold(arrows: Arrows): OutlineArrow[] {
  const { refusals, ways } = folded(listed(arrows))
  const last = refusals.slice(ways.at(-1)?.refusals.length ?? 0)
  return [
    ...ways.map(({ arrow: { guard, ...arrow }, refusals }) => {
      const ids = [...refusals, ...(guard === undefined ? [] : [guard])]
      return ids.length > 0 ? { guard: ids.join(separator), ...arrow } : arrow
    }),
    ...(last.length > 0 ? [onlyRefusing(last)] : []),
  ]
}

const each = <From, To>(
  record: Readonly<Record<string, From>>,
  make: (one: From) => To,
): Record<string, To> => Object.fromEntries(Object.entries(record).map(([key, one]) => [key, make(one)]))

function rewritten(config: Config, arrows: (arrows: Arrows) => readonly OutlineArrow[]): OutlineNode {
  const { always, after, on, states, ...rest } = config
  return {
    ...rest,
    ...(always && { always: arrows(always) }),
    ...(after && { after: each(after, arrows) }),
    ...(on && { on: each(on, arrows) }),
    ...(states && { states: each(states, (child) => rewritten(child, arrows)) }),
  }
}

/** The configuration as data: without the function that makes the context, and what XState writes beside. */
function dataOf(machine: { readonly config: unknown }): Config {
  const { context: _, schemas: __, ...config } = machine.config as Config & Record<string, unknown>
  return config
}

/**
 * The definition of a machine with its refusals folded: the requirements in front of an arrow stand in the label of its
 * guard (`commitment.no-return · commitment.statements`), before the fork if there is one. The way is open when no
 * requirement stands, and the fork holds. What an event is refused by where no way leads is one arrow, marked `⊘`.
 *
 * @param machine `registrationMachine`
 * @returns plain data in the shape of XState's configuration, without the context
 */
export function outline(machine: { readonly config: unknown }): OutlineNode {
  return rewritten(dataOf(machine), fold)
}

/** The same data with every arrow, unfolded. */
export function fullConfig(machine: { readonly config: unknown }): OutlineNode {
  return rewritten(dataOf(machine), listed)
}
