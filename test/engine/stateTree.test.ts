import { describe, expect, it } from 'vitest'
import { registrationMachine, type StateValue } from '../../src'
import { allStateLines, allStatePaths, isIn, matchesPath, statePaths } from '../../src/machine/states'
import { national } from '../../src/registrations/national'

type Node = { path: string[]; type: string; states: Record<string, Node> }

const stages = (): Node[] => Object.values((registrationMachine.root as unknown as Node).states)

/** Every value that a state can have, in the notation of XState. */
function valuesOf({ type, states }: Node): (StateValue | undefined)[] {
  const children = Object.entries(states)
  if (children.length === 0) return [undefined]
  const below = children.map(([key, child]) =>
    valuesOf(child).map((value) => (value === undefined ? key : { [key]: value })),
  )
  if (type !== 'parallel') return below.flat() as StateValue[]
  const regions = children.map(([key, child]) => valuesOf(child).map((value) => ({ [key]: value })))
  return regions.reduce<object[]>(
    (all, region) => all.flatMap((one) => region.map((other) => ({ ...one, ...other }))),
    [{}],
  ) as StateValue[]
}

const everyValue = (): StateValue[] =>
  stages().flatMap((stage) =>
    valuesOf(stage).map((value) => {
      const key = stage.path[0] as string
      return (value === undefined ? key : { [key]: value }) as StateValue
    }),
  )

describe('every value of the machine', () => {
  it('has a path for each region, and shares its paths with no other value', () => {
    const lines = everyValue().map((value) => statePaths(value).join(' '))
    expect(lines).toEqual(allStateLines())
    expect(new Set(lines).size).toBe(lines.length)
    expect(lines).toContain('verifying')
    expect(lines).toContain('qualifying.check.rejected qualifying.publicNotice.open')
  })

  it('has only paths of existing states, which are listed outer before inner', () => {
    const all = allStatePaths()
    expect(
      allStateLines()
        .flatMap((line) => line.split(' '))
        .filter((path) => !all.some((known) => known === path)),
    ).toEqual([])
    expect(all.indexOf('paying')).toBe(all.indexOf('paying.awaiting') - 1)
    expect(new Set(all).size).toBe(all.length)
  })

  it('is in its states and the states around them, and in no other state', () => {
    const value: StateValue = { qualifying: { check: 'rejected', publicNotice: 'open' } }
    for (const path of [
      'qualifying',
      'qualifying.check',
      'qualifying.check.rejected',
      'qualifying.publicNotice',
    ] as const)
      expect(isIn(value, path)).toBe(true)
    expect(isIn(value, 'qualifying.publicNotice.closed')).toBe(false)
    for (const path of ['qualif', 'qualifying.check.reject', 'rejected', ''])
      expect(matchesPath(value, path)).toBe(false)
  })

  it('has its regions in the order of declaration, also if a database has reordered them', () => {
    expect(statePaths({ qualifying: { publicNotice: 'open', check: 'rejected' } })).toEqual([
      'qualifying.check.rejected',
      'qualifying.publicNotice.open',
    ])
  })

  it('has frozen paths', () => {
    expect(Object.isFrozen(statePaths('verifying'))).toBe(true)
  })
})

describe('an invalid state value', () => {
  const none: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['no text', ''],
    ['an unknown state', 'nowhere'],
    ['a state that has inner ones', 'filling'],
    ['an inner state alone', 'awaiting'],
    ['a list', ['verifying']],
    ['no state', {}],
    ['a state of another stage', { filling: 'awaiting' }],
    ['an unknown inner state', { filling: 'nowhere' }],
    ['two states at once', { filling: 'application', paying: 'awaiting' }],
    ['a state without its inner one', { filling: undefined }],
    ['a state with a number inside', { filling: 7 }],
    ['a state with nothing inside', { filling: null }],
    ['an innermost state with something inside', { verifying: {} }],
    ['the same deeper', { filling: { application: {} } }],
    ['a region that is missing', { qualifying: { check: 'rejected' } }],
    ['an unknown region', { qualifying: { check: 'rejected', publicNotice: 'open', paper: 'none' } }],
    ['a name that every object has', 'toString'],
    ['the same as a key', { constructor: 'application' }],
  ]

  it.each(none)('has no paths and is in no state: %s', (_, value) => {
    expect(national().tree.active(value)).toBeUndefined()
    expect(statePaths(value as StateValue)).toEqual([])
    expect(isIn(value as StateValue, 'filling')).toBe(false)
  })
})
