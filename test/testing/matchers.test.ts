import { describe, expect, it } from 'vitest'
import { type Decision, type FactType, open, type RuleId, type Snapshot } from '../../src'
import { event, given, type StatePath } from '../../src/testing'
import { matchers } from '../../src/testing/matchers'
import { localRegistrations } from '../support/provisions'

expect.extend(matchers)

const refused = () =>
  given('filling.confirmation', { route: 'proof' }).when(event.route.choose('commitment')).decision
const owed = () => given('paying.awaiting').when(event.payment.settle({ amountFen: 100 })).decision

describe('toBeRefusedBy', () => {
  it('matches a refusal by that rule, and nothing else', () => {
    expect(refused()).toBeRefusedBy('commitment.no-return')
    expect(refused()).not.toBeRefusedBy('commitment.offered')
    expect(owed()).not.toBeRefusedBy('payment.amount')
  })
  it('takes the id of a provision, which a decision does not explain', () => {
    const local = given('filling.confirmation', { registrations: localRegistrations, degree: 'passed' })
    const { decision } = local.when('application.confirm')
    expect(decision).toBeRefusedBy<'sh.social-security'>('sh.social-security')
    expect(decision).not.toBeRefusedBy('payment.late')
    expect(() => expect(decision).toBeRefusedBy('payment.late')).toThrow(
      /happened +refused by sh.social-security\n/,
    )
    expect(() => expect(refused()).toBeRefusedBy<'sh.other'>('sh.other')).toThrow(/to be refused by sh.other/)
    expect(() => expect(refused()).toBeRefusedBy<'payment.latest'>('payment.latest')).toThrow(
      'There is no rule',
    )
  })
  it('reports what happened instead', () => {
    expect(() => expect(owed()).toBeRefusedBy('commitment.no-return')).toThrow(
      /Expected the decision to be refused by commitment\.no-return "Commitment given up for this year" \(§5\.1\.4 §6\.4\.5\)\..*accepted.*refund\.due/s,
    )
    expect(() => expect(refused()).not.toBeRefusedBy('commitment.no-return')).toThrow(
      /Expected the decision not to be refused by/,
    )
  })
  it('accepts the result of `open` for invalid input', () => {
    const decision: Decision<Snapshot | null> = open({} as never)
    expect(decision).toBeRefusedBy('input.malformed')
    expect(() => expect(decision).toBeRefusedBy('event.malformed')).toThrow(/input\.malformed.*notice: /s)
  })
})

describe('toHaveEmitted', () => {
  it('matches a fact with those fields', () => {
    expect(owed()).toHaveEmitted('refund.due')
    expect(owed()).toHaveEmitted('refund.due', { amountFen: 100, reason: 'payment.amount' })
    expect(owed()).not.toHaveEmitted('refund.due', { amountFen: 101 })
    expect(owed()).not.toHaveEmitted('registration.completed')
  })
  it('reports the emitted facts', () => {
    expect(() => expect(owed()).toHaveEmitted('refund.due', { amountFen: 101 })).toThrow(
      /to emit refund\.due \{"amountFen":101\}\..*refund\.due \{.*"amountFen":100/s,
    )
  })
})

describe('toBeIn', () => {
  it('matches a decision and a snapshot', () => {
    expect(owed()).toBeIn('paying.awaiting')
    expect(owed().snapshot).toBeIn('paying')
    expect(owed()).not.toBeIn('registered')
    expect(owed().snapshot).not.toBeIn('registered')
  })
  it('reports the actual state', () => {
    expect(() => expect(owed()).toBeIn('registered')).toThrow(/to lead to registered\..*paying\.awaiting/s)
    expect(() => expect(owed().snapshot).toBeIn('registered')).toThrow(
      'Expected the registration to be in registered: paying.awaiting.',
    )
  })
  it('throws on an unknown state, like the other matchers on an unknown rule, fact or field', () => {
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
  it('accepts the result of `given` and `when`', () => {
    const outcome = given('paying.awaiting').when(event.payment.settle({ amountFen: 100 }))
    expect(outcome).toHaveEmitted('refund.due')
    expect(outcome).toBeIn('paying.awaiting')
    expect(given('paying')).toBeIn('paying.awaiting')
    expect(() => expect(given('paying')).toHaveEmitted('refund.due')).toThrow('Expected the decision to emit')
  })
  it('throws if the value is not a decision', () => {
    for (const one of [undefined, 'accepted', {}]) {
      expect(() => expect(one).toBeRefusedBy('commitment.no-return')).toThrow('Expected a decision')
    }
  })
})

/** Never executed: `npm run types` checks it. */
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

it('the types of the matchers accept no wrong name', () => expect(typed).toBeTypeOf('function'))
