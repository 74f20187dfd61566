import { describe, expect, it } from 'vitest'
import { addedTransitions } from '../../scripts/transitions'
import { registrationMachine, ruleIds, rules, section } from '../../src'
import { events, eventTypes, isEventType } from '../../src/events'
import { factTypes } from '../../src/facts'
import type { Tag } from '../../src/machine/setup'
import { deadlineNames, expectations, instants } from '../../src/model/instants'
import { roles } from '../../src/schema/vocabulary'
import { titles } from '../../src/titles'
import { readText } from '../support/files'

/** These tests read the configuration of the machine as data, without running it. */

type Action = string | { type: string; params?: Record<string, unknown> }
type Transition = { guard?: unknown; target?: unknown; reenter?: unknown; actions?: Action | Action[] }
type Transitions = Transition | Transition[]
type Node = {
  id?: string
  description?: string
  meta?: { title: { zh: string; en: string }; cites: string[] }
  tags?: string | string[]
  on?: Record<string, Transitions>
  after?: Record<string, Transitions>
  always?: Transitions
  states?: Record<string, Node>
}
type State = { path: string; node: Node; tags: string[] }
type Placed = { where: string; kind: 'on' | 'after' | 'always'; event: string; transition: Transition }

const listed = <T>(one: T | T[] | undefined): T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one]

const config = registrationMachine.config as unknown as Node

/** The machine itself, then every state, each with its dotted path and its own and inherited tags. */
function statesOf(node: Node, path: string, inherited: string[]): State[] {
  const tags = [...inherited, ...listed(node.tags)]
  const below = Object.entries(node.states ?? {}).flatMap(([key, child]) =>
    statesOf(child, path ? `${path}.${key}` : key, tags),
  )
  return [{ path, node, tags }, ...below]
}

const [machine, ...states] = statesOf(config, '', []) as [State, ...State[]]

const transitionsOf = ({ path, node }: State): Placed[] => [
  ...(['on', 'after'] as const).flatMap((kind) =>
    Object.entries(node[kind] ?? {}).flatMap(([event, transitions]) =>
      listed(transitions).map((transition) => ({
        where: `${path || 'anywhere'} ${kind} ${event}`,
        kind,
        event,
        transition,
      })),
    ),
  ),
  ...listed(node.always).map((transition) => ({
    where: `${path} always`,
    kind: 'always' as const,
    event: '',
    transition,
  })),
]

const transitions = [machine, ...states].flatMap(transitionsOf)
const named = (action: Action): string => (typeof action === 'string' ? action : action.type)
const actionsOf = ({ transition }: Placed): string[] => listed(transition.actions).map(named)
const refuses = (placed: Placed): boolean => actionsOf(placed).includes('event.refused')
const refusing = transitions.filter(refuses)
const leading = transitions.filter((placed) => !refuses(placed))
const kindOf = (guard: unknown) => rules[guard as keyof typeof rules]?.kind
const wheres = (placed: Placed[]): string[] =>
  placed.map(({ where, transition }) => `${where} ${transition.guard}`)

/** The paths of all functions in a value. */
function functionsIn(value: unknown, path = ''): string[] {
  if (typeof value === 'function') return [path]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, below]) => functionsIn(below, path ? `${path}.${key}` : key))
}

const chinese = /\p{Script=Han}/u

/** Whether both texts are present, each in its own script. */
const speaksBoth = ({ zh, en }: { zh: string; en: string }): boolean =>
  chinese.test(zh) && en.trim() !== '' && !chinese.test(en)

const resolves = (cite: string): boolean => cite === 'policy' || section(cite) !== undefined

describe('the configuration of the machine', () => {
  it('contains no function except the one that creates the context', () => {
    expect(functionsIn(config)).toEqual(['context'])
  })

  it('gives each top-level state its key as id', () => {
    expect(Object.entries(config.states ?? {}).map(([key, { id }]) => [key, id])).toEqual(
      Object.keys(config.states ?? {}).map((key) => [key, key]),
    )
  })
})

describe('every deadline', () => {
  it('is in the table if a state waits for it: XState fires an unknown deadline at once', () => {
    const after = transitions.filter(({ kind }) => kind === 'after')
    expect(after.length).toBeGreaterThan(0)
    expect(after.filter(({ event }) => !Object.hasOwn(instants, event))).toEqual([])
  })

  it('has a state that waits for it', () => {
    const waited = new Set(states.flatMap(({ node }) => Object.keys(node.after ?? {})))
    expect(deadlineNames.filter((name) => !waited.has(name))).toEqual([])
  })

  it('leaves or re-enters its state, so that it fires once', () => {
    const staying = leading.filter(
      ({ kind, transition }) => kind === 'after' && transition.target === undefined,
    )
    expect(wheres(staying)).toEqual([])
  })

  it('has a title in both languages', () => {
    expect(Object.keys(titles.deadlines).sort()).toEqual(
      [...deadlineNames, ...Object.keys(expectations)].sort(),
    )
    expect(Object.entries(titles.deadlines).filter(([, title]) => !speaksBoth(title))).toEqual([])
  })
})

describe('every guard', () => {
  it('is the id of a refusal rule or a branch rule', () => {
    const others = transitions.filter(
      ({ transition: { guard } }) =>
        guard !== undefined &&
        (typeof guard !== 'string' || !['refusal', 'branch'].includes(kindOf(guard) ?? '')),
    )
    expect(wheres(others)).toEqual([])
  })

  it('of a refusing transition is the refusal rule that it names; the transition has no target', () => {
    expect(refusing.length).toBeGreaterThan(0)
    for (const { where, transition } of refusing) {
      expect({ where, ...transition, kind: kindOf(transition.guard) }).toEqual({
        where,
        guard: transition.guard,
        actions: { type: 'event.refused', params: { rule: transition.guard } },
        kind: 'refusal',
      })
    }
  })

  it('of any other transition is a branch rule', () => {
    const others = leading.filter(
      ({ transition: { guard } }) => guard !== undefined && kindOf(guard) !== 'branch',
    )
    expect(wheres(others)).toEqual([])
  })
})

describe('every refusal rule and every branch rule', () => {
  const used = new Set(transitions.map(({ transition }) => transition.guard))
  it.each(['refusal', 'branch'])('of kind %s is the guard of a transition', (kind) => {
    expect(ruleIds.filter((id) => rules[id].kind === kind && !used.has(id))).toEqual([])
  })
})

describe('every action', () => {
  const known = new Set<string>(['remember', 'event.refused', ...factTypes])

  it('is `remember`, a refusal, or a fact', () => {
    expect(transitions.filter((placed) => !actionsOf(placed).every((type) => known.has(type)))).toEqual([])
  })

  it('belongs to a transition, never to the entry or exit of a state', () => {
    const others = [machine, ...states].filter(({ node }) => 'entry' in node || 'exit' in node)
    expect(others.map(({ path }) => path)).toEqual([])
  })

  it('follows one `remember`, unless the transition refuses or is `always`', () => {
    const others = leading.filter(
      (placed) => placed.kind !== 'always' && actionsOf(placed).lastIndexOf('remember') !== 0,
    )
    expect(wheres(others)).toEqual([])
  })

  it('that emits a fact is used by a transition', () => {
    const used = new Set(transitions.flatMap(actionsOf))
    expect(factTypes.filter((type) => !used.has(type))).toEqual([])
  })

  it('`refund.due` with parameters gives a rule, exam.cancel or registration.terminate as reason', () => {
    const reasons = leading.flatMap(({ transition }) =>
      listed(transition.actions).flatMap((action) =>
        typeof action === 'object' && action.type === 'refund.due' ? [action.params?.reason] : [],
      ),
    )
    const others = reasons.filter((reason) => !(ruleIds as unknown[]).includes(reason))
    expect([...new Set(others)].sort()).toEqual(['exam.cancel', 'registration.terminate'])
  })
})

describe('every state', () => {
  it('has an English description', () => {
    const others = [machine, ...states].filter(
      ({ node: { description = '' } }) => description.trim() === '' || chinese.test(description),
    )
    expect(others.map(({ path }) => path)).toEqual([])
  })

  it('has a title in both languages', () => {
    const others = states.filter(({ node: { meta } }) => meta === undefined || !speaksBoth(meta.title))
    expect(others.map(({ path }) => path)).toEqual([])
  })

  it('cites sections that the official text has', () => {
    const others = states.filter(
      ({ node: { meta } }) => (meta?.cites ?? []).length === 0 || !meta?.cites.every(resolves),
    )
    expect(others.map(({ path }) => path)).toEqual([])
  })

  it('has only known tags, and a leaf has a tag for who acts next', () => {
    const known: Tag[] = ['candidateActs', 'officeActs', 'outsideActs', 'clockActs', 'ended']
    const others = states.filter(
      ({ node, tags }) =>
        (node.states === undefined && tags.length === 0) ||
        !tags.every((tag) => (known as string[]).includes(tag)),
    )
    expect(others.map(({ path }) => path)).toEqual([])
  })

  it('has transitions only for events of the catalogue', () => {
    const others = transitions.filter(({ kind, event }) => kind === 'on' && !isEventType(event))
    expect(wheres(others)).toEqual([])
  })

  it.each(['clock.advance', 'notice.amend'])('with deadlines re-enters itself on %s', (event) => {
    const waiting = states.filter(({ node }) => node.after !== undefined)
    expect(waiting.length).toBeGreaterThan(0)
    for (const { path, node } of waiting) {
      const last = listed(node.on?.[event]).at(-1)
      expect({ path, ...last, actions: undefined, guard: undefined }).toEqual({
        path,
        target: `#${path}`,
        reenter: true,
        actions: undefined,
      })
    }
  })

  // Of parallel regions only the first refuses an amendment: otherwise a live actor would emit the refusal twice.
  it('with deadlines checks an amendment by notice.sense first', () => {
    const others = states
      .filter(({ node }) => node.after !== undefined)
      .filter(({ path }) => !path.startsWith('qualifying.publicNotice.'))
      .filter(({ node }) => listed(node.on?.['notice.amend'])[0]?.guard !== 'notice.sense')
    expect(others.map(({ path }) => path)).toEqual([])
  })
})

describe('every event type', () => {
  it('has a transition at the root, so that every state handles it', () => {
    expect(eventTypes.filter((type) => listed(machine.node.on?.[type]).length === 0)).toEqual([])
  })

  it('has a title in both languages and a known sender role', () => {
    const others = eventTypes.filter(
      (type) => !speaksBoth(titles.events[type]) || !roles.includes(events[type].by),
    )
    expect(others).toEqual([])
  })
})

describe('every fact type', () => {
  it('has a title in both languages', () => {
    expect(factTypes.filter((type) => !speaksBoth(titles.facts[type]))).toEqual([])
  })
})

describe('every role', () => {
  it('has a title in both languages', () => {
    expect(roles.filter((role) => !speaksBoth(titles.roles[role]))).toEqual([])
  })
})

describe('every rule', () => {
  it('has a title and a message in both languages', () => {
    const others = ruleIds.filter((id) => !speaksBoth(rules[id].title) || !speaksBoth(rules[id].message))
    expect(others).toEqual([])
  })

  it('cites sections that the official text has', () => {
    const others = ruleIds.filter((id) => rules[id].cites.length === 0 || !rules[id].cites.every(resolves))
    expect(others).toEqual([])
  })
})

describe('the first comment of withTimers', () => {
  it('lists the transitions that the source of the states omits (npm run transitions)', () => {
    const head = readText('src/machine/withTimers.ts')
    expect(head).toContain(
      addedTransitions()
        .map((line) => ` *     ${line}`)
        .join('\n'),
    )
  })
})
