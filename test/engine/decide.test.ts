import { describe, expect, it } from 'vitest'
import {
  type Decision,
  deadlines,
  decide,
  explain,
  inputSchema,
  type OpenInput,
  open,
  type RegistrationEvent,
  type Snapshot,
  senderOf,
  type UpcomingInstant,
} from '../../src'
import { usualStatements } from '../../src/testing/candidateData'
import { formatInstant, parseInstant } from '../../src/time'
import {
  allRefusedBy,
  closes,
  event,
  following,
  input,
  opened,
  path,
  profile,
  ruleOf,
} from '../support/plainPath'
import { copy, frozen, hostile } from '../support/walks'

describe('invalid input', () => {
  it('is refused as an unknown or a malformed event, even if reading it throws', () => {
    const rules = hostile().map((junk) => ruleOf(decide(opened(), junk as RegistrationEvent)))
    expect(rules.filter((rule) => rule !== 'event.unknown' && rule !== 'event.malformed')).toEqual([])
  })

  it.each(['', 'soon', '2024-04-08', '2024-04-08T10:00:00', '99999-01-01T00:00:00Z'])(
    'makes explain refuse every event as malformed if the instant is %j',
    (at) => {
      expect(explain(opened(), at)).toEqual(allRefusedBy('event.malformed'))
      const event = { ...path[0], at } as RegistrationEvent
      expect(ruleOf(decide(opened(), event))).toBe('event.malformed')
    },
  )
})

/** A snapshot whose context can be read once; the second read throws. */
const fickle = (snapshot: Snapshot, failure: unknown = new RangeError('looked at twice')): Snapshot => {
  let looks = 0
  return {
    ...snapshot,
    get context() {
      looks += 1
      if (looks > 1) throw failure
      return snapshot.context
    },
  }
}

describe('a defect', () => {
  it.each([
    ['RangeError: looked at twice', new RangeError('looked at twice')],
    ['an unknown failure', 'no error at all'],
  ])('is reported as a refusal with the issue %s and the input snapshot', (said, failure) => {
    const snapshot = fickle(opened(), failure)
    const decision = decide(snapshot, path[0] as RegistrationEvent)
    expect(decision.snapshot).toBe(snapshot)
    expect(decision).toMatchObject({ accepted: false, facts: [], fired: [] })
    if (decision.accepted) throw new Error('accepted')
    expect(decision.refusal).toMatchObject({ rule: 'internal.defect', at: null, possible: [] })
    expect(decision.refusal.issues).toEqual([
      { path: '', zh: '程序库执行出错', en: 'the library failed unexpectedly', error: said },
    ])
  })

  it('makes explain refuse every event, and deadlines return nothing', () => {
    expect(explain(fickle(opened()), input.at)).toEqual(allRefusedBy('internal.defect'))
    expect(deadlines(fickle(opened()))).toEqual([])
  })
})

describe('open and decide', () => {
  it('do not change their arguments, which may be frozen', () => {
    let { snapshot } = open(frozen(copy(input)))
    for (const next of path) {
      const decision: Decision = decide(frozen(snapshot as Snapshot), frozen(copy(next)))
      expect(ruleOf(decision)).toBeUndefined()
      snapshot = decision.snapshot
    }
    expect(snapshot).toEqual(following('payment.settle'))
  })

  it('return a snapshot that is frozen whole, and freeze neither the input, the event nor a snapshot that was read', () => {
    const frozenParts = (value: unknown): boolean[] =>
      value !== null && typeof value === 'object'
        ? [Object.isFrozen(value), ...Object.values(value).flatMap(frozenParts)]
        : []
    const given = copy(input)
    let { snapshot } = open(given)
    expect(new Set(frozenParts(given))).toEqual(new Set([false]))
    for (const next of path) {
      const [sent, stored] = [copy(next), copy(snapshot as Snapshot)]
      const decision: Decision = decide(snapshot as Snapshot, sent)
      expect(new Set(frozenParts(decision.snapshot))).toEqual(new Set([true]))
      expect(decide(stored, sent)).toEqual(decision)
      expect(new Set(frozenParts([sent, stored]))).toEqual(new Set([false]))
      snapshot = decision.snapshot
    }
  })

  it('check a snapshot again that was copied from a decided one and changed', () => {
    const decided = following('payment.settle')
    const changed = { ...decided, context: { ...decided.context, orders: [] } }
    expect(ruleOf(decide(decided, event(closes.payment, 'admitCard.print', {})))).not.toBe(
      'snapshot.malformed',
    )
    expect(ruleOf(decide(changed, event(closes.payment, 'admitCard.print', {})))).toBe('snapshot.malformed')
  })
})

describe('the order of the checks of decide', () => {
  const confirmed = () => following('application.confirm')
  const early = '2024-04-08T09:00:00+08:00'
  const late = '2024-04-08T09:35:00+08:00'
  const stranger = { role: 'candidate', id: 'D' }
  const nonsense: object = { type: 'nonsense', at: 'never', by: stranger }
  const refusals: [rule: string, event: object][] = [
    ['event.unknown', nonsense],
    ['event.unknown', { type: 'xstate.init', at: late, by: { role: 'clock', id: 'x' } }],
    [
      'event.unknown',
      { type: 'xstate.after.registration.closes.registration.declaring', at: late, by: stranger },
    ],
    ['event.malformed', { type: 'commitment.sign', at: early, by: stranger, statements: {} }],
    [
      'event.malformed',
      { type: 'commitment.sign', at: '2024-04-08T09:00:00', by: stranger, statements: usualStatements },
    ],
    ['actor.personal-act', { type: 'commitment.sign', at: early, by: stranger, statements: usualStatements }],
    [
      'actor.personal-act',
      { type: 'commitment.sign', at: early, by: { role: 'office', id: 'C' }, statements: usualStatements },
    ],
    ['actor.role', { type: 'proof.approve', at: early, by: { role: 'candidate', id: 'C' } }],
    ['clock.backwards', { type: 'proof.approve', at: early, by: { role: 'office', id: 'O' } }],
    ['event.not-now', { type: 'proof.approve', at: late, by: { role: 'office', id: 'O' } }],
  ]

  it('snapshot.malformed comes before every check of the event', () => {
    const given = { ...confirmed(), version: 2 } as unknown as Snapshot
    const decision = decide(given, nonsense as RegistrationEvent)
    expect(decision).toMatchObject({
      accepted: false,
      refusal: { rule: 'snapshot.malformed', at: null, possible: [], issues: [{ path: 'version' }] },
      facts: [],
      fired: [],
    })
    expect(decision.snapshot).toBe(given)
  })

  it.each([
    ['no sender', { type: 'commitment.sign', at: late }],
    ['a sender that is null', { type: 'commitment.sign', at: late, by: null, statements: usualStatements }],
    ['a sender of an unknown role', { type: 'commitment.sign', at: late, by: { role: 'friend', id: 'D' } }],
  ])('an event with %s is malformed, and the refusal offers events of every role', (_, next) => {
    const decision = decide(confirmed(), next as RegistrationEvent)
    if (decision.accepted) throw new Error('accepted')
    expect(decision.refusal.rule).toBe('event.malformed')
    const offered = new Set(decision.refusal.possible.map(senderOf))
    expect(offered).toContain('candidate')
    expect(offered).toContain('office')
    expect(offered).toContain('clock')
  })

  it.each(refusals)('%s comes before the checks that follow it', (rule, next) => {
    const snapshot = confirmed()
    const decision = decide(snapshot, next as RegistrationEvent)
    expect(ruleOf(decision)).toBe(rule)
    expect(decision.snapshot).toBe(snapshot)
    expect(decision).toMatchObject({ facts: [], fired: [] })
  })

  it('names every mistake of a malformed event by its path, in both languages', () => {
    const next = {
      type: 'commitment.sign',
      at: 'now',
      by: { role: 'nobody', id: '' },
      statements: { informed: 1 },
    }
    const decision = decide(confirmed(), next as unknown as RegistrationEvent)
    if (decision.accepted) throw new Error('accepted')
    const issues = decision.refusal.issues ?? []
    expect([...new Set(issues.map((issue) => issue.path))].sort()).toEqual([
      'at',
      'by.id',
      'by.role',
      'statements.acceptsChecks',
      'statements.eligible',
      'statements.informed',
      'statements.truthful',
    ])
    for (const { zh, en } of issues) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).not.toMatch(/\p{Script=Han}/u)
    }
  })

  it('reports an invalid instant once, without an issue about its year', () => {
    const next: object = { ...event(late, 'commitment.sign', { statements: usualStatements }), at: 'now' }
    const decision = decide(confirmed(), next as RegistrationEvent)
    if (decision.accepted) throw new Error('accepted')
    expect(decision.refusal.issues?.map((issue) => issue.path)).toEqual(['at'])
  })

  it('accepts an event at the same instant as the last event', () => {
    const snapshot = confirmed()
    const at = formatInstant(snapshot.context.at)
    expect(decide(snapshot, event(at, 'commitment.sign', { statements: usualStatements })).accepted).toBe(
      true,
    )
  })

  it('refuses fields that the event does not have, without quoting their values', () => {
    const next: object = {
      ...event(late, 'commitment.sign', { statements: usualStatements }),
      extra: profile.name,
    }
    const decision = decide(confirmed(), next as RegistrationEvent)
    expect(decision.accepted).toBe(false)
    expect(JSON.stringify(decision)).not.toContain(profile.name)
  })
})

describe('a refusal', () => {
  it('at intake fires no deadline and returns the input snapshot', () => {
    const snapshot = following('application.save')
    const next = event('2024-05-01T00:00:00+08:00', 'proof.approve', {})
    const decision = decide(snapshot, { ...next, by: { role: 'clock', id: 'x' } } as never)
    expect(ruleOf(decision)).toBe('actor.role')
    expect(decision.snapshot).toBe(snapshot)
    expect(decision.fired).toEqual([])
  })

  it('after a deadline fired keeps its facts and its state', () => {
    const decision = decide(
      following('application.save'),
      event('2024-05-01T00:00:00+08:00', 'application.confirm', {}),
    )
    expect(decision).toMatchObject({
      accepted: false,
      refusal: { rule: 'registration.ended', at: { ended: 'abandoned' } },
      snapshot: { value: { ended: 'abandoned' }, context: { at: parseInstant(closes.registration) } },
      facts: [{ type: 'registration.abandoned', at: closes.registration, reason: 'registrationClosed' }],
      fired: [{ name: 'registration.closes', at: closes.registration }],
    })
  })

  it('offers only events that its sender may send', () => {
    const decision = decide(
      following('route.choose'),
      event('2024-04-08T09:32:00+08:00', 'admitCard.print', {}),
    )
    if (decision.accepted) throw new Error('accepted')
    expect(decision.refusal.possible).toContain('application.confirm')
    expect(decision.refusal.possible.every((type) => senderOf(type) === 'candidate')).toBe(true)
  })
})

describe('a late payment notice of the bank', () => {
  const signed = () => following('commitment.sign')
  const settle = path.at(-1) as RegistrationEvent<'payment.settle'>

  it('is decided at the current instant of the registration', () => {
    const snapshot = signed()
    const at = '2024-04-08T09:00:00+08:00'
    const decision = decide(snapshot, { ...settle, at, paidAt: at })
    expect(decision).toMatchObject({
      accepted: true,
      snapshot: { value: { registered: 'waiting' }, context: { at: snapshot.context.at } },
    })
    expect(decision.facts.map((fact) => fact.at)).toEqual(
      decision.facts.map(() => formatInstant(snapshot.context.at)),
    )
  })

  it('counts a payment dated in the future as made now', () => {
    const decision = decide(signed(), { ...settle, paidAt: '2025-01-01T00:00:00+08:00' })
    expect(decision).toMatchObject({ accepted: true, snapshot: { value: { registered: 'waiting' } } })
  })

  it('is exempt from clock.backwards, which refuses a clock.advance of that instant', () => {
    const at = '2024-04-08T09:00:00+08:00'
    expect(ruleOf(decide(signed(), event(at, 'clock.advance', {})))).toBe('clock.backwards')
  })
})

describe('an event', () => {
  it('fires the deadlines due before it in order of time, then moves the clock to its instant', () => {
    const decision = decide(
      following('commitment.sign'),
      event('2024-05-01T00:00:00+08:00', 'clock.advance', {}),
    )
    expect(decision.fired).toEqual([
      { name: 'payment.closes', at: closes.payment },
      { name: 'reconciliation.ends', at: '2024-04-19T17:00:00+08:00' },
    ])
    expect(decision.snapshot.context.at).toBe(parseInstant('2024-05-01T00:00:00+08:00'))
  })

  it('at the exact instant of a deadline is decided after the deadline', () => {
    const before = formatInstant(parseInstant(closes.registration) - 1)
    const snapshot = following('route.choose')
    expect(decide(snapshot, event(before, 'application.confirm', {})).accepted).toBe(true)
    expect(ruleOf(decide(snapshot, event(closes.registration, 'application.confirm', {})))).toBe(
      'registration.ended',
    )
  })

  it('of the clock emits the facts of each passed deadline once', () => {
    const whole = decide(
      following('commitment.sign'),
      event('2024-05-01T00:00:00+08:00', 'clock.advance', {}),
    )
    expect(whole.facts).toEqual([
      { type: 'registration.abandoned', at: '2024-04-19T17:00:00+08:00', reason: 'unpaid' },
    ])
  })
})

describe('a snapshot', () => {
  it('stays below 1.5 KiB along the plain path', () => {
    const sizes = [opened(), ...path.map(({ type }) => following(type))].map(
      (snapshot) => new TextEncoder().encode(JSON.stringify(snapshot)).length,
    )
    expect(Math.max(...sizes)).toBeLessThan(1536)
  })

  it('of another version is refused', () => {
    for (const version of [0, 2, '1', undefined]) {
      const snapshot = { ...opened(), version } as unknown as Snapshot
      expect(ruleOf(decide(snapshot, path[0] as RegistrationEvent))).toBe('snapshot.malformed')
    }
  })

  // Found by the property of mutilated snapshots: the end of the score review computes credits by the level.
  it('whose form names a level that the notice does not have is refused', () => {
    const marked = following('marks.publish')
    const application = { ...marked.context.application, level: 'lc"x z$$X' }
    const snapshot = { ...marked, context: { ...marked.context, application } } as Snapshot
    const decision = decide(snapshot, event('2024-09-06T10:00:00+08:00', 'clock.advance', {}))
    expect(ruleOf(decision)).toBe('snapshot.malformed')
    expect(decision.snapshot).toBe(snapshot)
  })

  it('that lacks data of its state is refused', () => {
    const { application: _, ...context } = following('route.choose').context
    const snapshot = { ...following('route.choose'), context } as Snapshot
    const decision = decide(snapshot, event('2024-04-08T09:32:00+08:00', 'application.confirm', {}))
    expect(decision).toMatchObject({ accepted: false, refusal: { rule: 'snapshot.malformed', at: null } })
    expect(decision.snapshot).toBe(snapshot)
  })
})

describe('open', () => {
  it('accepts input that its schema accepts', () => {
    expect(inputSchema.safeParse(input).success).toBe(true)
    expect(open(input)).toMatchObject({ accepted: true, facts: [], fired: [], snapshot: { version: 1 } })
  })

  it('refuses invalid input, with every mistake by its path', () => {
    for (const [junk, at] of [
      [{ ...input, candidateId: '', at: 'soon' }, ['at', 'candidateId']],
      [undefined, ['']],
    ] as const) {
      const decision = open(junk as unknown as OpenInput)
      expect(decision).toMatchObject({ accepted: false, snapshot: null, facts: [], fired: [] })
      if (decision.accepted) throw new Error('accepted')
      expect(decision.refusal).toMatchObject({ rule: 'input.malformed', at: null, possible: [] })
      expect(decision.refusal.issues?.map(({ path }) => path).sort()).toEqual(at)
    }
  })

  it('returns an ended registration once registration has closed', () => {
    for (const at of [closes.registration, '2024-05-01T00:00:00+08:00']) {
      expect(open({ ...input, at })).toMatchObject({
        accepted: true,
        snapshot: { value: { ended: 'abandoned' } },
        fired: [{ name: 'registration.closes', at: closes.registration }],
      })
    }
    const before = formatInstant(parseInstant(closes.registration) - 1)
    expect(open({ ...input, at: before })).toMatchObject({ snapshot: { value: { account: 'agreement' } } })
  })

  it('starts a known candidate at the verification, or at the form if a result is known', () => {
    const known = { photo: true, education: { origin: 'domestic' } } as const
    expect(open({ ...input, candidate: known })).toMatchObject({
      snapshot: { value: 'verifying' },
      facts: [{ type: 'verification.requested', at: input.at }],
    })
    const verified = { photo: true, education: { origin: 'domestic', result: 'failed' } } as const
    expect(open({ ...input, candidate: verified })).toMatchObject({
      snapshot: { value: { filling: 'application' } },
      facts: [],
    })
  })
})

describe('deadlines', () => {
  it('include the expected verification until its instant', () => {
    const snapshot = following('photo.upload')
    const expected = { name: 'verification.expected', at: '2024-04-02T10:06:00+08:00', expected: true }
    const firing = (all: UpcomingInstant[]) => all.filter(({ expected }) => !expected)
    expect(deadlines(snapshot)[0]).toEqual(expected)
    expect(firing(deadlines(snapshot))).toEqual([{ name: 'registration.closes', at: closes.registration }])
    const advanced = (at: string) => deadlines(decide(snapshot, event(at, 'clock.advance', {})).snapshot)
    expect(advanced('2024-04-02T10:05:59+08:00')).toContainEqual(expected)
    expect(advanced(expected.at)).not.toContainEqual(expected)
    expect(firing(advanced('2024-04-03T00:00:00+08:00'))).toEqual([
      { name: 'registration.closes', at: closes.registration },
    ])
  })

  it('are empty once a registration has ended, including expected instants', () => {
    const { snapshot } = open({ ...input, at: '2024-05-01T00:00:00+08:00' })
    expect(deadlines(snapshot as Snapshot)).toEqual([])
    const verifying = following('photo.upload')
    const cancelled = decide(verifying, event(formatInstant(verifying.context.at), 'registration.cancel', {}))
    expect(cancelled.accepted).toBe(true)
    expect(deadlines(cancelled.snapshot)).toEqual([])
  })

  it('are empty for an invalid snapshot', () => {
    expect(deadlines({ ...opened(), version: 2 } as unknown as Snapshot)).toEqual([])
  })
})
