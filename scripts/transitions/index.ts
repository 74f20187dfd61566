import { eventTypes, registrationMachine } from '../../src'

/** The transitions of the executed machine that the source of its states does not show, for `npm run transitions`. */

type Action = string | { type: string }
type Transition = { guard?: string; target?: string; reenter?: boolean; actions?: Action[] }
type State = {
  on?: Record<string, Transition[]>
  after?: Record<string, Transition[]>
  states?: Record<string, State>
}

const config = registrationMachine.config as unknown as State

const isRefusing = ({ actions }: Transition): boolean =>
  (actions as Action | undefined) !== undefined && !Array.isArray(actions)

function statesBelow(state: State, path = ''): [path: string, state: State][] {
  return [
    [path, state],
    ...Object.entries(state.states ?? {}).flatMap(([key, child]) =>
      statesBelow(child, path === '' ? key : `${path}.${key}`),
    ),
  ]
}

const states = statesBelow(config)

const transitionsOf = ({ on = {}, after = {} }: State): Transition[] =>
  [...Object.values(on), ...Object.values(after)].flat()

/** The states that have a transition of an event with this guard. */
const having = (event: string, guard: string | undefined): string[] =>
  states
    .filter(([path, { on }]) => path !== '' && on?.[event]?.some((transition) => transition.guard === guard))
    .map(([path]) => path)

/** The event types that a state only refuses, by one rule. */
const refusedOnly = ({ on = {} }: State, rule: string): string[] =>
  Object.keys(on).filter((type) => on[type]?.length === 1 && on[type]?.[0]?.guard === rule)

/** Breaks a list into lines. */
function wrap(indent: string, words: readonly string[], width = 112): string[] {
  const lines: string[] = []
  for (const word of words) {
    const line = lines.at(-1)
    if (line === undefined || line.length + word.length + 2 > width) lines.push(`${indent}${word}`)
    else lines[lines.length - 1] = `${line}, ${word}`
  }
  return lines
}

/** The states of the first list that are not in the second. */
const without = (all: readonly string[], some: readonly string[]): string[] =>
  all.filter((one) => !some.includes(one))

/** @returns the transitions that are added, line by line */
export function addedTransitions(): string[] {
  const moving = states.flatMap(([, state]) => transitionsOf(state)).filter((one) => !isRefusing(one))
  const timed = having('clock.advance', undefined)
  const judging = having('notice.amend', 'notice.sense')
  const notNow = refusedOnly(config, 'event.not-now')
  const ended = refusedOnly(config.states?.ended ?? {}, 'registration.ended')
  return [
    `${moving.length} transitions, all but those that refuse: remember is their first action`,
    `${timed.length} states with deadlines: clock.advance and an amendable notice.amend re-enter them`,
    ...wrap('  ', timed),
    `${judging.length} of these: notice.amend is refused by notice.sense; the others are second regions`,
    ...wrap('  ', without(timed, judging)),
    `${notNow.length} event types: refused by event.not-now wherever no state has a transition for them`,
    ...wrap('  ', notNow),
    `${ended.length} event types: refused by registration.ended in ended, all but these`,
    ...wrap('  ', without(eventTypes, ended)),
  ]
}
