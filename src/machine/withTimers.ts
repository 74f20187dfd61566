import { refuse } from './transitions'
import type { registrationSetup } from './setup'

type Action = string | { type: string; params?: object }
type Arrow = { guard?: string; target?: string; reenter?: boolean; actions?: Action | Action[] }
type Arrows = Arrow | Arrow[]
type Node = {
  id?: string
  type?: string
  on?: Record<string, Arrows>
  after?: Record<string, Arrows>
  states?: Record<string, Node>
}

const listed = <T>(one: T | T[] | undefined): T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one]

const refuses = (action: Action): boolean => typeof action === 'object' && action.type === 'event.refused'

/** Every arrow but a refusing one first moves the clock of the registration. */
function withRemember(arrows: Arrows): Arrow[] {
  return listed(arrows).map((arrow) => {
    const actions = listed(arrow.actions)
    return actions.some(refuses) ? arrow : { ...arrow, actions: ['remember', ...actions] }
  })
}

const all = (arrows: Record<string, Arrows>): Record<string, Arrow[]> =>
  Object.fromEntries(Object.entries(arrows).map(([name, list]) => [name, withRemember(list)]))

/**
 * What a state with deadlines needs besides: XState computes a delay when the state is entered and re-arms none after
 * a restart, so whatever moves a deadline, and every `clock.advance`, enters the state anew.
 */
function withRearming(path: string, own: Record<string, Arrows>, refusing: boolean): Record<string, Arrows> {
  const again = { target: `#${path}`, reenter: true }
  return {
    ...own,
    'clock.advance': again,
    'notice.amend': [
      ...(refusing ? refuse('notice.sense') : []),
      ...listed(own['notice.amend']),
      { guard: 'amendable', ...again, actions: 'refund.due' },
    ],
  }
}

/** @param refusing whether it refuses amendments that make no sense: of parallel regions only the first does */
function addTimers(node: Node, path: string, refusing = true): Node {
  const on = node.after === undefined ? node.on : withRearming(path, node.on ?? {}, refusing)
  return {
    ...node,
    ...(on && { on: all(on) }),
    ...(node.after && { after: all(node.after) }),
    ...(node.states && {
      states: Object.fromEntries(
        Object.entries(node.states).map(([key, child], i) => [
          key,
          addTimers(child, `${path}.${key}`, refusing && (node.type !== 'parallel' || i === 0)),
        ]),
      ),
    }),
  }
}

type StageConfig = Parameters<typeof registrationSetup.createStateConfig>[0]

/**
 * A stretch of the machine, with what every stretch has: the clock that each arrow moves, and for states with
 * deadlines the arrows that re-arm them. In such a state `notice.amend` lists only its own forks.
 *
 * @param id the name of the stretch, by which arrows from other stretches find it (`#paying.awaiting`)
 */
export function stage<const Config extends StageConfig>(id: string, config: Config): Config {
  return { id, ...addTimers(config as Node, id) } as unknown as Config
}

type AnywhereConfig = NonNullable<StageConfig['on']>

/** The same for arrows that hold everywhere. */
export function rootTransitions<const Config extends AnywhereConfig>(on: Config): Config {
  return all(on as unknown as Record<string, Arrow[]>) as unknown as Config
}
