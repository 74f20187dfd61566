import { expect, it, vi } from 'vitest'
import { engineOf } from '../../src/registrations/engineOf'
import { createRegistrations } from '../../src/registrations/registrations'

it('finds the engine of registrations of another build of the library, as when ESM and CJS are mixed', async () => {
  vi.resetModules()
  const other = await import('../../src/registrations/registrations')
  expect(other.createRegistrations).not.toBe(createRegistrations)
  for (const registrations of [createRegistrations(), other.createRegistrations()])
    expect(engineOf(registrations)?.machine).toBe(registrations.machine)
})

it('finds no engine of a copy, because the engine is in no list of properties', () => {
  const registrations = createRegistrations()
  expect(engineOf({ ...registrations })).toBeUndefined()
  expect(Object.getOwnPropertySymbols({ ...registrations })).toEqual([])
  expect(Object.isFrozen(registrations)).toBe(true)
})
