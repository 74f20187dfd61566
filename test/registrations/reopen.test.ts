import { expect, it, vi } from 'vitest'
import { open } from '../../src'
import { termsOf } from '../../src/model/terms'
import { createRegistrations } from '../../src/registrations/registrations'
import { reopen } from '../../src/registrations/reopen'
import { opening } from '../postgres/support'

const input = opening()
const { exam, notice, ...rest } = input
const logged = { ...rest, terms: termsOf(exam, notice) }

it('opens again with registrations of another build of the library, as when ESM and CJS are mixed', async () => {
  vi.resetModules()
  const other = await import('../../src/registrations/registrations')
  expect(other.createRegistrations).not.toBe(createRegistrations)
  for (const registrations of [createRegistrations(), other.createRegistrations()])
    expect(JSON.stringify(reopen(registrations, logged))).toBe(JSON.stringify(open(input).snapshot))
})

it('shows the engine in no list of the functions of registrations', () => {
  const registrations = createRegistrations()
  expect(Object.keys(registrations)).not.toContain('engine')
  expect(Object.getOwnPropertySymbols({ ...registrations })).toEqual([])
  expect(Object.isFrozen(registrations)).toBe(true)
})

it('rejects registrations that were not created', () => {
  expect(() => reopen({ ...createRegistrations() }, logged)).toThrow(TypeError)
})
