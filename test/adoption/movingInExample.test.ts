import { expect, it } from 'vitest'
import { compare, type OldDecision } from '../../examples/moving-in'
import type { Store } from '../../src/postgres'
import { given } from '../../src/testing'

it('the example of a shadow names a rule that the old system does not have', async () => {
  const { input, events } = given('declaring.proof.uploading', { route: 'proof' })
  const at = events.at(-1)?.at ?? input.at
  const by = { role: 'candidate', id: 'C' } as const
  async function* feed(): AsyncGenerator<OldDecision> {
    yield { id: 'R', open: input, theirs: { accepted: true } }
    for (const event of events) yield { id: 'R', event, theirs: { accepted: true } }
    yield {
      id: 'R',
      event: { type: 'route.choose', at, by, route: 'commitment' },
      theirs: { accepted: true },
    }
  }
  // The store has none of these registrations.
  const store = { get: async () => undefined } as unknown as Store
  expect(await compare(store, feed())).toEqual([
    'weRefuse route.choose commitment.no-return §5.1.4 §6.4.5: 1, such as R',
  ])
})
