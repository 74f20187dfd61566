// #region matchers
import { decide } from 'baokao'
import { given } from 'baokao/testing'
import { matchers } from 'baokao/testing/matchers'
import { expect, test } from 'vitest'

expect.extend(matchers)

test('a paid registration keeps its commitment', () => {
  const { snapshot, at } = given('registered.waiting')
  const by = { role: 'candidate', id: 'C' } as const
  const decision = decide(snapshot, { type: 'commitment.withdraw', at, by }) // or your own code that calls it
  expect(decision).toBeRefusedBy('commitment.withdraw-unpaid')
  expect(decision).not.toHaveEmitted('commitment.forfeited')
  expect(decision).toBeIn('registered.waiting')
})
// #endregion
