import { describe, expect, it, vi } from 'vitest'
import { StateMachine } from 'xstate'
import { registrationMachine } from '../../src'
import { lazyObject } from '../../src/schema/primitives'

describe('an object that is built on first use', () => {
  class Counter {
    count = 1
    next() {
      this.count += 1
      return this.count
    }
  }

  it('is built once, when something is read from it', () => {
    const make = vi.fn(() => new Counter())
    const counter = lazyObject(make)
    expect(make).not.toHaveBeenCalled()
    expect([counter.count, counter.next(), counter.count]).toEqual([1, 2, 2])
    expect(make).toHaveBeenCalledTimes(1)
  })

  it('has the keys, the class and the assigned values of the built one', () => {
    const built = new Counter()
    const counter = lazyObject(() => built)
    counter.count = 5
    expect(built.count).toBe(5)
    expect(counter).toBeInstanceOf(Counter)
    expect('next' in counter && !('last' in counter)).toBe(true)
    expect({ ...counter }).toEqual({ count: 5 })
    expect(JSON.stringify(counter)).toBe('{"count":5}')
  })

  it('is the machine, which stays one of XState', () => {
    expect(registrationMachine).toBeInstanceOf(StateMachine)
    expect(Object.keys(registrationMachine)).toEqual(Object.keys(registrationMachine.provide({})))
    expect(registrationMachine.definition.id).toBe('registration')
  })
})
