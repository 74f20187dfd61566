import { createRequire } from 'node:module'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import * as xstate from 'xstate'
import { eventTypes, type RuleId, registrationMachine, rules } from '../../src'
import { deadlineNames } from '../../src/model/instants'
import { newContext } from '../../src/model/opening'
import { type GuardId, guardsOf } from '../../src/rules'
import { lazy } from '../../src/schema/primitives'
import { fullConfig, outline } from '../../src/view/outline'
import { statelySource } from '../../src/view/statelySource'
import { runThroughActor } from '../support/actor'
import { inProject, journeysByStage, journeysIn } from '../support/files'

// The parser of the editor extension. It depends on XState 4, so it is installed in a folder of its own.
type Extracted = { machines: { toConfig(): Record<string, unknown> | undefined }[] } | null
const { extractMachinesFromFile } = createRequire(inProject('quality/extractor/package.json'))(
  '@xstate/machine-extractor',
) as { extractMachinesFromFile(text: string): Extracted }

const guards = guardsOf(rules)
const journeys = [...journeysByStage(), ...journeysIn('examples/journeys/lives')]

const texts = { 'the outline': statelySource(), 'every transition': statelySource({ all: true }) }
const definitions = {
  'the outline': outline(registrationMachine),
  'every transition': fullConfig(registrationMachine),
}

/** Evaluates the source. */
function evaluated(text: string): typeof registrationMachine {
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs' })
  const module: { exports: { registrationMachine?: unknown } } = { exports: {} }
  new Function('require', 'module', 'exports', code)(() => xstate, module, module.exports)
  return module.exports.registrationMachine as typeof registrationMachine
}

type Action = string | { type: string } | { action: { type: string } }
type Transition = { target?: string; guard?: string; cond?: { type: string }; actions?: Action | Action[] }
type Node = {
  initial?: string
  always?: Transition | Transition[]
  on?: Record<string, Transition | Transition[]>
  after?: Record<string, Transition | Transition[]>
  states?: Record<string, Node>
}

/** A line for each state and each transition, the same for XState 4 and 5. */
function linesOf(node: Node, path = ''): string[] {
  const named = (action: Action): string => {
    if (typeof action === 'string') return action
    return 'action' in action ? action.action.type : action.type
  }
  const transitions = Object.entries({ ...node.on, ...node.after, always: node.always ?? [] })
  return [
    `${path} ${node.initial}`,
    ...transitions.flatMap(([trigger, list]) =>
      [list].flat().map(({ target, guard, cond, actions = [] }) => {
        const names = [actions].flat().map(named)
        return [path, trigger, guard ?? cond?.type, target, ...names].join(' ')
      }),
    ),
    ...Object.entries(node.states ?? {}).flatMap(([key, child]) => linesOf(child, `${path}.${key}`)),
  ]
}

type Judge = (args: never) => boolean

/** A folded guard holds if its branch rule holds and no refusal applies; a refusing guard, if any refusal applies. */
function foldedGuard(label: string): Judge {
  const ids = label.replace('⊘ ', '').split(' · ') as GuardId[]
  const stands = (id: GuardId): Judge => guards[id] as Judge
  if (label.startsWith('⊘ ')) return (args) => ids.some((id) => stands(id)(args))
  return (args) => ids.every((id) => stands(id)(args) === (rules[id as RuleId].kind === 'branch'))
}

const labelsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/guard: '([^']+)'/g)].map(([, label = '']) => label)),
]

describe.each(['the outline', 'every transition'] as const)('the source of %s', (name) => {
  const text = texts[name]
  const definition = JSON.parse(JSON.stringify(definitions[name]))

  it('is read completely by the extractor of the editor extension', () => {
    const found = extractMachinesFromFile(text)
    expect(found?.machines.length).toBe(1)
    const read = linesOf(found?.machines[0]?.toConfig() ?? {})
    expect(read.length).toBeGreaterThan(300)
    expect(read).toEqual(linesOf(definition))
  })

  it('evaluates to the same definition', () => {
    const { context: _, schemas: __, ...config } = evaluated(text).config as Record<string, unknown>
    expect(config).toEqual(definition)
  })

  it('names every event, guard and deadline for the tools', () => {
    const { implementations } = evaluated(text)
    expect(Object.keys(implementations.guards).sort()).toEqual(labelsIn(text).sort())
    expect(Object.keys(implementations.delays).sort()).toEqual([...deadlineNames].sort())
    for (const type of eventTypes) expect(text).toContain(`| { type: '${type}' }`)
  })

  const { actions, delays } = registrationMachine.implementations
  const machine = lazy(() =>
    evaluated(text).provide({
      actions: { ...actions, ...(name === 'the outline' && { 'event.refused': () => {} }) },
      delays,
      guards: Object.fromEntries(
        labelsIn(text).map((label) => [
          label,
          name === 'the outline' ? foldedGuard(label) : guards[label as GuardId],
        ]),
      ),
    } as never),
  )

  it.each(journeys)('follows the journey %s with the implementations', (_, journey) => {
    const { steps, decided } = runThroughActor(journey, machine(), (input) => newContext(input) as never)
    expect(steps.map(({ value }) => value)).toEqual(
      decided.steps.map(({ decision }) => decision.snapshot.value),
    )
  })
})
