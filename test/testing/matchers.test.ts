import { describe, expect, it } from 'vitest'
import { type Decision, type FactType, open, type RuleId, type Snapshot } from '../../src'
import { event, given, type StatePath } from '../../src/testing'
import { matchers } from '../../src/testing/matchers'

expect.extend(matchers)

const refused = () =>
  given('filling.confirmation', { route: 'proof' }).when(event.route.choose('commitment')).decision
const owed = () => given('paying.awaiting').when(event.payment.settle({ amountFen: 100 })).decision

describe('toBeRefusedBy', () => {
  it('holds of the refusal of that rule, and of nothing else', () => {
    expect(refused()).toBeRefusedBy('commitment.no-return')
    expect(refused()).not.toBeRefusedBy('commitment.offered')
    expect(owed()).not.toBeRefusedBy('payment.amount')
  })
  it('says what happened instead', () => {
    expect(() => expect(owed()).toBeRefusedBy('commitment.no-return')).toThrow(
      /Expected the decision to be refused by commitment\.no-return "No return to the commitment" \(§5\.1\.4 §6\.4\.5\)\..*accepted.*refund\.due/s,
    )
    expect(() => expect(refused()).not.toBeRefusedBy('commitment.no-return')).toThrow(
      /Expected the decision not to be refused by/,
    )
  })
  it('takes what `open` returns for an invalid input', () => {
    const decision: Decision<Snapshot | null> = open({} as never)
    expect(decision).toBeRefusedBy('input.malformed')
    expect(() => expect(decision).toBeRefusedBy('event.malformed')).toThrow(/input\.malformed.*notice: /s)
  })
})

describe('toHaveEmitted', () => {
  it('holds of a fact with those fields', () => {
    expect(owed()).toHaveEmitted('refund.due')
    expect(owed()).toHaveEmitted('refund.due', { amountFen: 100, reason: 'payment.amount' })
    expect(owed()).not.toHaveEmitted('refund.due', { amountFen: 101 })
    expect(owed()).not.toHaveEmitted('registration.completed')
  })
  it('says which facts there are', () => {
    expect(() => expect(owed()).toHaveEmitted('refund.due', { amountFen: 101 })).toThrow(
      /to emit refund\.due \{"amountFen":101\}\..*refund\.due \{.*"amountFen":100/s,
    )
  })
})

describe('toBeIn', () => {
  it('holds of a decision and of a snapshot', () => {
    expect(owed()).toBeIn('paying.awaiting')
    expect(owed().snapshot).toBeIn('paying')
    expect(owed()).not.toBeIn('registered')
    expect(owed().snapshot).not.toBeIn('registered')
  })
  it('says where it is instead', () => {
    expect(() => expect(owed()).toBeIn('registered')).toThrow(/to lead to registered\..*paying\.awaiting/s)
    expect(() => expect(owed().snapshot).toBeIn('registered')).toThrow(
      'Expected the registration to be in registered: paying.awaiting.',
    )
  })
  it('takes no unknown state, rule or fact', () => {
    expect(() => expect(owed()).not.toBeRefusedBy('refund.unknown' as RuleId)).toThrow('There is no rule')
    expect(() => expect(owed()).not.toHaveEmitted('refund.owed' as FactType)).toThrow('There is no fact')
    expect(() => expect(owed()).not.toHaveEmitted('refund.due', { amount: 1 } as object)).toThrow(
      'There is no field of refund.due amount. There are: at, refundId,',
    )
    expect(() => expect(owed()).toBeRefusedBy(undefined as unknown as RuleId)).toThrow(
      'The name of a rule is expected, got undefined.',
    )
    expect(() => expect(owed()).not.toBeIn('paid' as StatePath)).toThrow('There is no state paid')
  })
})

describe('a matcher', () => {
  it('takes what `given` and `when` made', () => {
    const outcome = given('paying.awaiting').when(event.payment.settle({ amountFen: 100 }))
    expect(outcome).toHaveEmitted('refund.due')
    expect(outcome).toBeIn('paying.awaiting')
    expect(given('paying')).toBeIn('paying.awaiting')
    expect(() => expect(given('paying')).toHaveEmitted('refund.due')).toThrow('Expected the decision to emit')
  })
  it('says what it was given that is no decision, also turned round', () => {
    for (const one of [undefined, 'accepted', {}]) {
      expect(() => expect(one).toBeRefusedBy('commitment.no-return')).toThrow('Expected a decision')
    }
  })
})

/** Only compiled, by `npm run types`. */
function typed(): void {
  // @ts-expect-error there is no such rule
  expect(refused()).toBeRefusedBy('commitment.never')
  // @ts-expect-error there is no such fact
  expect(refused()).toHaveEmitted('refund.owed')
  // @ts-expect-error the fact has no such field
  expect(refused()).toHaveEmitted('refund.due', { amount: 1 })
  // @ts-expect-error there is no such state
  expect(refused()).toBeIn('paying.waiting')
}

it('takes no name that is wrong, as a compiler says', () => expect(typed).toBeTypeOf('function'))
