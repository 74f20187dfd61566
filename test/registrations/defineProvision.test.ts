import { describe, expect, it } from 'vitest'
import { createRegistrations, defineProvision, type Provision } from '../../src'
import { attest, localAt, localRegistrations as registrations, socialSecurity } from '../support/provisions'

describe('the definition of a provision', () => {
  const defined = (change: object) => () =>
    defineProvision({ ...socialSecurity, ...change } as typeof socialSecurity)

  it('lists every mistake at once', () => {
    expect(
      defined({
        id: 'Social Security',
        version: 0,
        cites: [],
        title: { zh: '社会保险' },
        message: 'no',
        attestations: ['Not a kind'],
        before: [['filling.confirmatoin', 'application.confirm']],
        standsAgainst: true,
        aplies: () => true,
      }),
    ).toThrow(
      [
        'The provision Social Security is not valid.',
        '  id: must be a prefix, a dot and a name in lower case: sh.social-security',
        '  version: must be a positive integer',
        '  cites: must name at least one document and article',
        '  title: must have a text in zh and in en',
        '  message: must have a text in zh and in en',
        '  standsAgainst: must be a function',
        '  attestations: "Not a kind" must be a code in lower case with at most six digits, such as sh.social-security',
        '  before: there is no state filling.confirmatoin; did you mean filling.confirmation?',
        '  aplies: there is no such field; did you mean applies?',
      ].join('\n'),
    )
  })

  it.each(['payment.late', 'commitment.local', 'notice.mine'])('has a prefix of its own, unlike %s', (id) => {
    expect(defined({ id })).toThrow('its prefix is an area of the national rules')
  })

  it.each([
    ['a payment', 'paying.awaiting', 'payment.settle', 'a payment is never refused'],
    ['time', 'paying.awaiting', 'clock.advance', 'time is never refused'],
    ['an announcement', 'paying.awaiting', 'notice.amend', 'what an office announces'],
    ['a finding', 'registered.waiting', 'finding.record', 'what an office announces'],
    ['what the state does not accept', 'filling.route', 'commitment.sign', 'has no transition for'],
    ['what the state always refuses', 'filling.confirmation', 'correction.request', 'has no transition for'],
    ['what an end always refuses', 'ended.voided', 'registration.cancel', 'has no transition for'],
  ])('cannot stand before %s', (_, state, type, why) => {
    const provision = defineProvision({ ...socialSecurity, before: [[state, type]] } as never)
    expect(() => createRegistrations({ provisions: [provision as Provision] })).toThrow(why)
  })

  it.each([
    [['filling.route', 'route.choose'], 'the inner brackets are missing'],
    [[['filling.route']], 'each entry must be a list of a state and an event'],
    [
      [['filling.route', 'route.choose', 'route.choose']],
      'each entry must be a list of a state and an event',
    ],
    [
      [{ state: 'filling.route', event: 'route.choose' }],
      'each entry must be a list of a state and an event',
    ],
    [[], "must name at least one state and event: [['filling.confirmation', 'application.confirm']]"],
    [[['filling.route', 'route.chose']], 'there is no event route.chose; did you mean route.choose?'],
    [[['filling.rout', 'route.choose']], 'there is no state filling.rout; did you mean filling.route?'],
    [[['confirmation', 'route.choose']], 'there is no state confirmation; there are: filling.confirmation'],
    [[['filling.route', 'choose']], 'there is no event choose; there are: route.choose'],
  ])('says what is wrong before %j', (before, message) => {
    expect(defined({ before })).toThrow(message)
    expect(defined({ before })).not.toThrow('undefined')
    expect(() => createRegistrations({ provisions: [{ ...socialSecurity, before } as never] })).toThrow(
      message,
    )
  })

  it.each(['sh.13800138000', 'k-440101199001010079', 'e1-2345-67', 'p44010119900101007x'])(
    'reads no attestation whose kind can hold the number of a person: %s',
    (kind) => {
      expect(defined({ attestations: ['social-security', kind] })).toThrow('with at most six digits')
      const decision = registrations.decide(localAt('filling.confirmation'), attest('passed', { kind }))
      expect(decision).toMatchObject({ refusal: { rule: 'event.malformed', issues: [{ path: 'kind' }] } })
    },
  )

  it('has an id of its own in a set', () => {
    expect(() => createRegistrations({ provisions: [socialSecurity, socialSecurity] })).toThrow(
      'two provisions',
    )
  })
})
