import { describe, expect, it } from 'vitest'
import { eventTypes, type RegistrationEvent } from '../../src'
import { type EventDraft, event, given } from '../../src/testing'

type AnyBuilder = (fields?: object) => EventDraft

/** The builder of an event type. */
function builderOf(type: string): AnyBuilder | undefined {
  const [area = '', name = ''] = type.split('.')
  const builders = (event as unknown as Record<string, Record<string, AnyBuilder> | undefined>)[area]
  return builders?.[name]
}

describe('the builders', () => {
  it.each(eventTypes)('create a draft of %s', (type) => {
    expect(builderOf(type)?.()).toEqual({ type })
    const by = { role: 'clock', id: 'somebody' }
    expect(builderOf(type)?.({ by })).toEqual({ type, by })
  })

  it('accept the value of the main field alone', () => {
    expect(event.route.choose('proof')).toEqual({ type: 'route.choose', route: 'proof' })
    expect(event.finding.record('falseMaterials')).toEqual({
      type: 'finding.record',
      finding: 'falseMaterials',
    })
    expect(event.identity.assert('portal')).toEqual({ type: 'identity.assert', provider: 'portal' })
  })
})

describe('a draft', () => {
  it('gets its missing fields from the registration', () => {
    const { events } = given('registered.waiting')
    expect(events.at(-1)).toEqual({
      type: 'payment.settle',
      at: '2024-04-07T09:00:00+08:00',
      by: { role: 'gateway', id: 'gateway' },
      orderNo: 'R-1',
      transactionId: 'T1',
      amountFen: 17_100,
      paidAt: '2024-04-07T09:00:00+08:00',
    })
  })

  it('accepts a function of the usual value as a field', () => {
    const sat = given('marking').when(event.marks.publish({ marks: (passed) => ({ ...passed, law: 59 }) }))
    sat.emits('marks.published', { marks: { general: 60, law: 59, practice: 60 }, passed: false })
  })

  it('is sent by the usual sender, or by the sender that it names', () => {
    const signing = given('declaring.commitment')
    signing.when(event.commitment.sign()).accepts()
    signing.when(event.commitment.sign({ by: { role: 'candidate', id: 'X' } })).refuses('actor.personal-act')
  })

  it('keeps its own fields, valid or not', () => {
    const saved = { level: 'senior', subjects: [], place: '440100' }
    given('filling.application')
      .when(event.application.save({ application: saved }))
      .refuses('application.offered')
  })
})

/** Never executed: `npm run types` checks it. */
function drafts(): (EventDraft | RegistrationEvent)[] {
  return [
    event.payment.settle({ amountFen: 100 }),
    // @ts-expect-error money is a number
    event.payment.settle({ amountFen: '100' }),
    // @ts-expect-error there is no such field
    event.payment.settle({ amount: 100 }),
    // @ts-expect-error there is no such route
    event.route.choose('promise'),
    // @ts-expect-error only some builders take a bare value
    event.commitment.sign('yes'),
    // @ts-expect-error there is no such event
    route.chose(),
    // @ts-expect-error the function must return marks
    event.marks.publish({ marks: () => 60 }),
  ]
}

it('the types of the builders accept no wrong field', () => expect(drafts).toBeTypeOf('function'))
