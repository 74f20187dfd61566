import { existsSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AnyStateNode } from 'xstate'
import {
  deadlines,
  decide,
  explain,
  type RegistrationEvent,
  registrationMachine,
  runJourney,
  type Snapshot,
  statePaths,
} from '../../src'
import { inProject, journeysByStage, readText } from '../support/files'

const file = 'test/fixtures/snapshots-1.json'

/** The first snapshot of each state along the journeys. */
function gathered(): Record<string, Snapshot> {
  const found: Record<string, Snapshot> = {}
  for (const [, journey] of journeysByStage()) {
    const { opened, steps } = runJourney(journey)
    for (const snapshot of [opened?.snapshot, ...steps.map(({ decision }) => decision.snapshot)]) {
      if (snapshot) for (const path of statePaths(snapshot.value)) found[path] ??= snapshot
    }
  }
  return found
}

// Written once, when version 1 was released. `UPDATE_FIXTURES=1` adds states and never changes existing ones.
if (process.env.UPDATE_FIXTURES) {
  const kept = existsSync(inProject(file)) ? JSON.parse(readText(file)) : {}
  writeFileSync(inProject(file), `${JSON.stringify({ ...gathered(), ...kept }, null, 2)}\n`)
}

const fixture = JSON.parse(readText(file)) as Record<string, Snapshot>

const leaves = (node: AnyStateNode): string[] => {
  const below = Object.values(node.states)
  return below.length === 0 ? [node.path.join('.')] : below.flatMap(leaves)
}

const nudge = (snapshot: Snapshot): RegistrationEvent => ({
  type: 'clock.advance',
  at: new Date(snapshot.context.at).toISOString(),
  by: { role: 'clock', id: 'clock' },
})

describe('a snapshot of version 1', () => {
  it('is in the fixture for every leaf state of the machine', () => {
    const missing = leaves(registrationMachine.root as AnyStateNode).filter((path) => !(path in fixture))
    expect(missing).toEqual([])
  })

  it.each(Object.entries(fixture))('is accepted and returned unchanged in %s', (path, snapshot) => {
    expect(statePaths(snapshot.value)).toContain(path)
    const decision = decide(snapshot, nudge(snapshot))
    expect(decision.accepted).toBe(true)
    expect(decision.fired).toEqual([])
    expect(decision.facts).toEqual([])
    expect(decision.snapshot).toEqual(snapshot)
    expect(explain(snapshot, nudge(snapshot).at).length).toBeGreaterThan(0)
    expect(Array.isArray(deadlines(snapshot))).toBe(true)
  })

  it.each(Object.entries(fixture))(
    'keeps the same JSON text in %s after repeated round trips',
    (_, snapshot) => {
      const text = JSON.stringify(decide(snapshot, nudge(snapshot)).snapshot)
      let again = text
      for (let i = 0; i < 5; i += 1) again = JSON.stringify(JSON.parse(again))
      expect(again).toBe(text)
    },
  )

  it('with another version is refused and returned unchanged', () => {
    for (const version of [0, 2, '1', null, undefined]) {
      const other = { ...Object.values(fixture)[0], version } as unknown as Snapshot
      const decision = decide(other, nudge(Object.values(fixture)[0] as Snapshot))
      expect(decision).toMatchObject({ accepted: false, refusal: { rule: 'snapshot.malformed' } })
      expect(decision.snapshot).toBe(other)
    }
  })
})

describe('an unknown state value', () => {
  const [, snapshot] = Object.entries(fixture).find(([path]) => path === 'paying.awaiting') as [
    string,
    Snapshot,
  ]

  it.each([
    'paying',
    'paying.awaiting',
    '{paying:awaiting}',
    'awaiting',
    'constructor',
    { paying: undefined },
    { paying: {} },
    { paying: { awaiting: undefined } },
    { paying: { awaiting: {} } },
    { paying: 'awaiting', filling: 'route' },
    { paying: ['awaiting'] },
    { qualifying: 'check' },
    { qualifying: { check: 'pending' } },
    ['paying'],
    7,
  ])('is refused: %j', (value) => {
    const decision = decide({ ...snapshot, value } as Snapshot, nudge(snapshot))
    expect(decision).toMatchObject({ accepted: false, refusal: { rule: 'snapshot.malformed' } })
  })
})
