import { createRequire } from 'node:module'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import * as xstate from 'xstate'
import { eventTypes, type RuleId, registrationMachine, rules } from '../../src'
import { newContext } from '../../src/model/context'
import { deadlineNames } from '../../src/model/instants'
import { type GuardId, guards } from '../../src/rules'
import { fullConfig, outline } from '../../src/view/outline'
import { statelySource } from '../../src/view/statelySource'
import { runThroughActor } from '../support/actor'
import { inProject, journeysByStage, journeysIn } from '../support/files'

// What the editor extension reads with. It wants XState 4, so it has a folder of its own.
type Extracted = { machines: { toConfig(): Record<string, unknown> | undefined }[] } | null
const { extractMachinesFromFile } = createRequire(inProject('quality/extractor/package.json'))(
  '@xstate/machine-extractor',
) as { extractMachinesFromFile(text: string): Extracted }

const journeys = [...journeysByStage(), ...journeysIn('examples/journeys/lives')]

const texts = { 'the outline': statelySource(), 'every arrow': statelySource({ all: true }) }
const definitions = {
  'the outline': outline(registrationMachine),
  'every arrow': fullConfig(registrationMachine),
}

/** The machine that the text makes. */
function evaluated(text: string): typeof registrationMachine {
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs' })
  const module: { exports: { registrationMachine?: unknown } } = { exports: {} }
  new Function('require', 'module', 'exports', code)(() => xstate, module, module.exports)
  return module.exports.registrationMachine as typeof registrationMachine
}

type Action = string | { type: string } | { action: { type: string } }
type Arrow = { target?: string; guard?: string; cond?: { type: string }; actions?: Action | Action[] }
type Node = {
  initial?: string
  always?: Arrow | Arrow[]
  on?: Record<string, Arrow | Arrow[]>
  after?: Record<string, Arrow | Arrow[]>
  states?: Record<string, Node>
}

/** A line for each state and each arrow, the same whether XState 4 or 5 has them. */
function linesOf(node: Node, path = ''): string[] {
  const named = (action: Action): string => {
    if (typeof action === 'string') return action
    return 'action' in action ? action.action.type : action.type
  }
  const arrows = Object.entries({ ...node.on, ...node.after, always: node.always ?? [] })
  return [
    `${path} ${node.initial}`,
    ...arrows.flatMap(([trigger, list]) =>
      [list].flat().map(({ target, guard, cond, actions = [] }) => {
        const told = [actions].flat().map(named)
        return [path, trigger, guard ?? cond?.type, target, ...told].join(' ')
      }),
    ),
    ...Object.entries(node.states ?? {}).flatMap(([key, child]) => linesOf(child, `${path}.${key}`)),
  ]
}

type Judge = (args: never) => boolean

/** What a folded guard says: nothing stands against it, and its fork holds; or, of one that refuses, something stands. */
function judging(label: string): Judge {
  const ids = label.replace('⊘ ', '').split(' · ') as GuardId[]
  const stands = (id: GuardId): Judge => guards[id] as Judge
  if (label.startsWith('⊘ ')) return (args) => ids.some((id) => stands(id)(args))
  return (args) => ids.every((id) => stands(id)(args) === (rules[id as RuleId].kind === 'branch'))
}

const labelsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/guard: '([^']+)'/g)].map(([, label = '']) => label)),
]

describe.each(['the outline', 'every arrow'] as const)('the literal of %s', (name) => {
  const text = texts[name]
  const definition = JSON.parse(JSON.stringify(definitions[name]))

  it('is read by the extractor of the editor extension, whole', () => {
    const found = extractMachinesFromFile(text)
    expect(found?.machines.length).toBe(1)
    const read = linesOf(found?.machines[0]?.toConfig() ?? {})
    expect(read.length).toBeGreaterThan(300)
    expect(read).toEqual(linesOf(definition))
  })

  it('makes the same definition when it is evaluated', () => {
    const { context: _, schemas: __, ...config } = evaluated(text).config as Record<string, unknown>
    expect(config).toEqual(definition)
  })

  it('names every event, guard, action and deadline to the tools', () => {
    const { implementations } = evaluated(text)
    expect(Object.keys(implementations.guards).sort()).toEqual(labelsIn(text).sort())
    expect(Object.keys(implementations.delays).sort()).toEqual([...deadlineNames].sort())
    for (const type of eventTypes) expect(text).toContain(`| { type: '${type}' }`)
  })

  it.each(journeys)('goes the way of the journey %s, given the implementations', (_, journey) => {
    const { actions, delays } = registrationMachine.implementations
    const machine = evaluated(text).provide({
      actions: { ...actions, ...(name === 'the outline' && { 'event.refused': () => {} }) },
      delays,
      guards: Object.fromEntries(
        labelsIn(text).map((label) => [
          label,
          name === 'the outline' ? judging(label) : guards[label as GuardId],
        ]),
      ),
    } as never)
    const { steps, decided } = runThroughActor(journey, machine, (input) => newContext(input) as never)
    expect(steps.map(({ value }) => value)).toEqual(
      decided.steps.map(({ decision }) => decision.snapshot.value),
    )
  })
})
