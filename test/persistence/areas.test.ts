import { describe, expect, it } from 'vitest'
import { holdsPlace } from '../../src/persistence/areas'

describe('an area', () => {
  it.each([
    ['440000', '440100'],
    ['440000', '440000'],
    ['440100', '440100'],
    ['440100', '440106'],
    ['100000', '310000'],
    ['310000', '310000'],
    ['429000', '429004'],
  ])('%s holds %s', (area, place) => {
    expect(holdsPlace([area], place)).toBe(true)
    expect(holdsPlace(['650000', area], place)).toBe(true)
  })

  it.each([
    ['440000', '450100'],
    ['440100', '440300'],
    ['440106', '440100'],
    ['440100', '440000'],
    ['110000', '100000'],
  ])('%s does not hold %s', (area, place) => {
    expect(holdsPlace([area], place)).toBe(false)
  })

  it('is needed: none holds nothing', () => {
    expect(holdsPlace([], '440100')).toBe(false)
  })
})
