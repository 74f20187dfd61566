import { expect, it, vi } from 'vitest'
import {
  createRegistrations,
  decide,
  defineProvision,
  eventTypes,
  exams,
  notices,
  type OpenInput,
  open,
  type RegistrationEvent,
  type Snapshot,
} from '../../src'
import type { Given } from '../../src/testing/given'
import { correcting, on, profile, scenario } from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectRefusal, refuses } from './verdict'

const opens = on('04-07 09:00')

const closes = on('04-17 17:00')

const morning = on('04-08 10:00')

const filling = scenario()

const confirmation = filling.to('filling.confirmation')

const committing = filling.to('declaring.commitment')

const paying = filling.to('paying.awaiting')

const claimed = paying.when('payment.claim', morning)

const registered = paying.when('payment.settle', morning)

const abandoned = scenario({ at: closes })

const candidate = { role: 'candidate', id: 'C' } as const

const office = { role: 'office', id: 'office' } as const

/** For input that a typed program cannot send. */
const raw = (of: Given, event: unknown) => decide(of.snapshot, event as RegistrationEvent)

const issuesOf = (decision: ReturnType<typeof decide> | ReturnType<typeof open>): string[] =>
  decision.accepted ? [] : (decision.refusal.issues ?? []).map(({ path }) => path)

describeRule('actor.role', {
  holds() {
    it('refuses a sender whose role does not match the event', () => {
      for (const type of [
        'finding.record',
        'payment.settle',
        'verification.report',
        'clock.advance',
      ] as const)
        refuses('actor.role', paying, { type, by: candidate })
      refuses('actor.role', paying, { type: 'payment.settle', by: office })
    })
    it('refuses before the checks of the clock and the state', () => {
      refuses('actor.role', paying, { type: 'proof.approve', by: candidate }, on('01-01 00:00'))
    })
  },
  fails() {
    it('accepts each event from its sender', () => {
      accepts(paying, 'payment.settle')
      accepts(registered, 'finding.record')
      accepts(filling, 'clock.advance')
    })
  },
})

describeRule('actor.personal-act', {
  holds() {
    it('refuses another person who acts as the candidate', () => {
      refuses('actor.personal-act', committing, {
        type: 'commitment.sign',
        by: { role: 'candidate', id: 'D' },
      })
      refuses('actor.personal-act', committing, {
        type: 'commitment.sign',
        by: { role: 'candidate', id: 'c' },
      })
    })
    it('refuses an office that acts for the candidate, even under the candidate’s id', () => {
      refuses('actor.personal-act', committing, { type: 'commitment.sign', by: office })
      refuses('actor.personal-act', confirmation, {
        type: 'application.confirm',
        by: { role: 'office', id: 'C' },
      })
    })
    it('refuses before the checks of the clock and the state', () => {
      refuses('actor.personal-act', abandoned, { type: 'commitment.sign', by: office }, on('01-01 00:00'))
    })
  },
  fails() {
    it('accepts an act of the candidate in person', () => {
      accepts(committing, { type: 'commitment.sign', by: candidate })
    })
  },
})

describeRule('clock.backwards', {
  holds() {
    it('refuses an event dated before the last decision, to the millisecond', () => {
      refuses('clock.backwards', claimed, 'correction.request', on('04-08 09:59:59'))
      refuses('clock.backwards', claimed, 'correction.request', '2024-04-08T09:59:59.999+08:00')
      refuses('clock.backwards', claimed, 'clock.advance', opens)
    })
    it('refuses an event dated before a deadline that a refused event has fired', () => {
      const decision = paying.when('commitment.withdraw', on('04-18 18:00')).decision
      expectRefusal(decision, 'commitment.withdraw-unpaid')
      const before = {
        type: 'clock.advance',
        at: on('04-18 16:59:59'),
        by: { role: 'clock', id: 'clock' },
      } as const
      expectRefusal(decide(decision.snapshot, before), 'clock.backwards')
    })
  },
  fails() {
    it('accepts an event at the same instant', () => {
      accepts(claimed, 'correction.request', morning)
    })
    it('accepts the same instant in another offset', () => {
      accepts(claimed, 'correction.request', '2024-04-08T02:00:00Z')
      refuses('clock.backwards', claimed, 'correction.request', '2024-04-08T11:59:59+10:00')
    })
    it('accepts an earlier date from a bank and keeps the clock', () => {
      for (const type of ['payment.settle', 'payment.notFound'] as const) {
        const after = accepts(claimed, type, opens)
        expect(after.snapshot.context.at).toBe(Date.parse(morning))
      }
    })
    it('accepts an earlier event after a refused later one, which does not move the clock', () => {
      refuses('event.not-now', claimed, 'proof.approve', on('04-08 20:00'))
      accepts(claimed, 'payment.notFound', on('04-08 11:00'))
    })
  },
})

describeRule('event.malformed', () => {
  const save = { type: 'application.save', at: opens, by: candidate }
  const application = { level: 'intermediate', subjects: ['law'], place: '440100' }
  return {
    holds() {
      it('refuses unknown fields and names the nearest known ones', () => {
        const by = { ...candidate, name: '张三' }
        const decision = raw(filling, {
          ...save,
          by,
          application: { ...application, Subject: [] },
          mood: 'good',
        })
        expectRefusal(decision, 'event.malformed')
        expect(decision.accepted ? [] : decision.refusal.issues).toEqual([
          {
            path: 'by.name',
            zh: '没有这个字段；可用的有：role、id',
            en: 'there is no such field; there are: role, id',
          },
          {
            path: 'application.Subject',
            zh: '没有这个字段；是否指 subjects？',
            en: 'there is no such field; did you mean subjects?',
          },
          {
            path: 'mood',
            zh: '没有这个字段；可用的有：type、at、by、application、meta',
            en: 'there is no such field; there are: type, at, by, application, meta',
          },
        ])
        expect(decision.snapshot).toBe(filling.snapshot)
      })
      it('refuses the names of Object.prototype properties as unknown fields', () => {
        for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
          const text = `${JSON.stringify({ ...save, application }).slice(0, -1)},"${key}":1}`
          const decision = raw(filling, JSON.parse(text))
          expectRefusal(decision, 'event.malformed')
          expect(issuesOf(decision)).toEqual([key])
        }
      })
      it('refuses by another rule pass marks for a subject named like an Object.prototype property', () => {
        const amend = {
          type: 'notice.amend',
          at: opens,
          by: { role: 'office', id: 'O' },
          passMarks: { toString: 60 },
        }
        expectRefusal(raw(filling, amend), 'notice.sense')
      })
      it('refuses a thousand unknown fields and lists twenty of them', () => {
        const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i]))
        const decision = raw(filling, { ...save, application, ...many })
        const issues = decision.accepted ? [] : (decision.refusal.issues ?? [])
        expect(issues).toHaveLength(21)
        expect(issues.at(-1)).toEqual({
          path: '',
          zh: '另有 980 个没有定义的字段',
          en: 'has 980 more unknown fields',
        })
      })
      // If ignored, `dueat` would cost the candidate the extension, and `passMark` would fail every candidate.
      it.each([
        ['notice.amend', {}, ''],
        ['notice.amend', { windows: {} }, 'windows'],
        ['notice.amend', { windows: { payment: undefined } }, 'windows'],
        ['notice.amend', { passMarks: {} }, 'passMarks'],
        ['notice.amend', { sessions: [] }, 'sessions'],
        ['history.amend', { history: {} }, 'history'],
        ['marks.publish', { marks: { law: 60 }, passMarks: {} }, 'passMarks'],
        ['postCheck.reject', { reason: 'x', dueat: opens }, 'dueat'],
        ['marks.publish', { marks: { law: 60 }, passMark: { law: 60 } }, 'passMark'],
      ])('refuses %s %j of the office with empty or misspelled fields', (type, fields, path) => {
        const decision = raw(filling, { type, at: opens, by: { role: 'office', id: 'O' }, ...fields })
        expectRefusal(decision, 'event.malformed')
        expect(issuesOf(decision)).toContain(path)
      })
      it('refuses a `meta` that is not JSON or is longer than 2000 bytes', () => {
        const circle: unknown[] = []
        circle.push(circle)
        const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])
        // A Chinese character has three bytes.
        for (const meta of [
          () => 1,
          { n: Number.NaN },
          new Date(0),
          1n,
          circle,
          deep(33),
          '报'.repeat(667),
          'x'.repeat(1999),
        ]) {
          const decision = raw(filling, { ...save, application, meta })
          expectRefusal(decision, 'event.malformed')
          expect(issuesOf(decision)).toEqual(['meta'])
          const long = typeof meta === 'string'
          expect(decision.accepted || decision.refusal.issues?.[0]?.en).toMatch(
            long ? /^“meta” must be at most 2000 bytes, and has 200[13]$/ : /^“meta” must be JSON/,
          )
        }
        for (const meta of ['报'.repeat(666), 'x'.repeat(1998), deep(32), { trace: undefined }])
          expect(raw(filling, { ...save, application, meta }).accepted).toBe(true)
        expect(raw(filling, { ...save, application, meta: null }).accepted).toBe(true)
      })
      it('refuses a missing field and names its path', () => {
        const decision = raw(filling, save)
        expectRefusal(decision, 'event.malformed')
        expect(issuesOf(decision)).toEqual(['application'])
        expect(decision.snapshot).toBe(filling.snapshot)
      })
      it('refuses all mistakes at once, each in both languages', () => {
        const decision = raw(filling, { ...save, at: 'yesterday', application: { level: '', subjects: [1] } })
        expectRefusal(decision, 'event.malformed')
        expect([...new Set(issuesOf(decision))].sort()).toEqual(
          ['application.level', 'application.place', 'application.subjects.0', 'at'].sort(),
        )
        for (const issue of decision.accepted ? [] : (decision.refusal.issues ?? [])) {
          expect(issue.zh).toMatch(/\p{Script=Han}/u)
          expect(issue.en).toMatch(/[a-z]/i)
        }
      })
      it.each([
        ['an instant without an offset', { at: '2024-04-08T10:00:00' }],
        ['a day instead of an instant', { at: '2024-04-08' }],
        ['a day that never was', { at: '2024-02-30T10:00:00+08:00' }],
        ['no sender', { by: undefined }],
        ['a sender without a name', { by: { role: 'candidate', id: '' } }],
        ['a role that nobody has', { by: { role: 'agent', id: 'C' } }],
      ])('refuses %s', (_, changes) => {
        expectRefusal(raw(filling, { ...save, application, ...changes }), 'event.malformed')
      })
      it('refuses an amount that is not a positive whole number of fen', () => {
        for (const amountFen of [0, -1, 171.5, Number.NaN, Number.POSITIVE_INFINITY])
          refuses('event.malformed', paying, { type: 'payment.settle', amountFen })
      })
      it('refuses before the checks of the sender and the clock', () => {
        expectRefusal(raw(filling, { ...save, by: office, at: on('01-01 00:00') }), 'event.malformed')
      })
      it('refuses a correction without changes or with an unknown field', () => {
        refuses('event.malformed', paying, correcting({}))
        const unknown = { type: 'correction.request', correctionId: 'K1', changes: { shoeSize: 42 } }
        expectRefusal(raw(paying, { ...unknown, at: opens, by: candidate }), 'event.malformed')
      })
    },
    fails() {
      it('accepts a well-formed event', () => {
        const decision = raw(filling, { ...save, application })
        expect(decision.accepted).toBe(true)
        expect(decision.snapshot.context.application).toEqual(application)
      })
      it('accepts data of the caller in `meta` and keeps it out of the snapshot and the facts', () => {
        const meta = { correlation: ['c-1', null, 3, true] }
        const decision = raw(filling, { ...save, application, meta })
        expect(decision).toEqual(raw(filling, { ...save, application }))
        expect(decision.accepted).toBe(true)
      })
      it('accepts a well-formed event that another rule then refuses', () => {
        const odd = { ...profile, employer: '', idNumber: '1' }
        const stranger = scenario({ candidate: null }).to('account.profile')
        refuses('account.employer-required', stranger, { type: 'profile.submit', profile: odd })
      })
    },
  }
})

describeRule('event.unknown', {
  holds() {
    it.each([
      '',
      'payment.Settle',
      'pay',
      'xstate.init',
      'xstate.after.registration.closes',
      '*',
      'toString',
    ])('refuses the type %j', (type) => {
      const decision = raw(filling, { type, at: morning, by: candidate })
      expectRefusal(decision, 'event.unknown')
      expect(decision.snapshot).toBe(filling.snapshot)
    })
    it('refuses a value that is not an event', () => {
      for (const event of [
        undefined,
        null,
        7,
        'clock.advance',
        [],
        {},
        { type: 7 },
        { type: ['clock.advance'] },
      ])
        expectRefusal(raw(filling, event), 'event.unknown')
    })
    it.each([
      [
        'payment.Settle',
        'there is no such event; did you mean payment.settle?',
        '没有这种事项；是否指 payment.settle？',
      ],
      [
        'comitment.sign',
        'there is no such event; did you mean commitment.sign?',
        '没有这种事项；是否指 commitment.sign？',
      ],
      ['nonsense', 'there is no such event', '没有这种事项'],
      [undefined, 'is missing', '未填写'],
      [7, 'must be a text', '须为文本'],
    ])('reports for the type %j: %s', (type, en, zh) => {
      const decision = raw(filling, { type, at: morning, by: candidate })
      expect(decision.accepted || decision.refusal.issues).toEqual([{ path: 'type', en, zh }])
    })
    it('refuses before the checks of the other fields', () => {
      expectRefusal(raw(abandoned, { type: 'nonsense', at: 'never' }), 'event.unknown')
    })
  },
  fails() {
    it('accepts every type of the catalogue, even if another rule refuses the event', () => {
      for (const type of eventTypes) {
        const decision = filling.when(type).decision
        if (!decision.accepted) expect(decision.refusal.rule).not.toBe('event.unknown')
      }
    })
  },
})

describeRule('snapshot.malformed', () => {
  const event: RegistrationEvent = { type: 'clock.advance', at: closes, by: { role: 'clock', id: 'clock' } }
  const decideOn = (snapshot: unknown) => decide(snapshot as Snapshot, event)
  return {
    holds() {
      it.each([[undefined], [null], [0], ['{}'], [[]], [{}]])('refuses %j and returns it', (garbage) => {
        const decision = decideOn(garbage)
        expectRefusal(decision, 'snapshot.malformed')
        expect(decision.snapshot).toBe(garbage)
      })
      it.each([
        ['of an unknown version', { ...filling.snapshot, version: 2 }],
        ['in a state that the machine does not have', { ...filling.snapshot, value: { filling: 'nowhere' } }],
        ['in half a state', { ...filling.snapshot, value: 'filling' }],
        ['without what its state needs', { ...filling.snapshot, value: { paying: 'awaiting' } }],
        ['without a context', { version: 1, value: filling.snapshot.value }],
      ])('refuses a snapshot %s', (_, snapshot) => {
        const decision = decideOn(snapshot)
        expectRefusal(decision, 'snapshot.malformed')
        expect(decision.snapshot).toBe(snapshot)
        expect(issuesOf(decision)).not.toEqual([])
      })
      it('says only that the library must be updated if a newer version wrote the snapshot', () => {
        const issues = [
          {
            path: 'version',
            zh: '由更新版本的程序库写入，请升级程序库',
            en: 'a newer version of the library wrote it; update the library',
          },
        ]
        for (const newer of [
          { ...filling.snapshot, version: 2 },
          { version: 7, state: 'of another form' },
        ])
          expect(decideOn(newer)).toMatchObject({ refusal: { rule: 'snapshot.malformed', issues } })
        for (const version of [0, 1.5, '2'])
          expect(decideOn({ ...filling.snapshot, version })).toMatchObject({
            refusal: { issues: [{ path: 'version', en: '“version” must be one of: 1' }] },
          })
      })
      it('refuses before the check of the event', () => {
        expectRefusal(
          decide({} as Snapshot, { type: 'nonsense' } as unknown as RegistrationEvent),
          'snapshot.malformed',
        )
      })
    },
    fails() {
      it('accepts a snapshot restored from JSON', () => {
        for (const { snapshot } of [filling, paying, registered, abandoned]) {
          const stored = JSON.parse(JSON.stringify(snapshot))
          expect(stored).toStrictEqual(snapshot)
          expect(decideOn(stored)).toEqual(decideOn(snapshot))
          expect(decideOn(stored).accepted).toBe(true)
        }
      })
    },
  }
})

describeRule('input.malformed', () => {
  const exam = exams['social-worker']
  const notice = notices['gd-2024-social-worker']
  const input = { registrationId: 'R', candidateId: 'C', exam, notice, at: opens }
  const opening = (changes: object) => open({ ...input, ...changes } as OpenInput)
  return {
    holds() {
      it.each([
        ['no registration id', { registrationId: '' }, ['registrationId']],
        ['an instant without an offset', { at: '2024-04-07T09:00:00' }, ['at']],
        ['no exam', { exam: undefined }, ['exam']],
        ['a notice of another exam', { notice: notices['gd-2023-economics'] }, ['notice.exam']],
        [
          'a record that never begins',
          { history: { integrity: [{ kind: 'serious' }] } },
          ['history.integrity.0.from'],
        ],
      ])('refuses %s and names the path', (_, changes, paths) => {
        const decision = opening(changes)
        expectRefusal(decision, 'input.malformed')
        expect(decision.snapshot).toBeNull()
        expect(issuesOf(decision)).toEqual(expect.arrayContaining(paths))
      })
      it('refuses a value that is not an input', () => {
        for (const garbage of [undefined, null, 7, 'open', []])
          expectRefusal(open(garbage as unknown as OpenInput), 'input.malformed')
      })
    },
    fails() {
      it('accepts a valid opening', () => {
        expect(opening({})).toMatchObject({ accepted: true, facts: [], fired: [] })
      })
    },
  }
})

describeRule('internal.defect', () => {
  const event = { type: 'clock.advance', at: morning, by: { role: 'clock', id: 'clock' } } as const
  return {
    holds() {
      it('refuses on an unexpected failure instead of throwing', () => {
        const failing = vi.spyOn(Date.prototype, 'toISOString').mockImplementation(() => {
          throw new Error('no')
        })
        const decision = raw(filling, { type: 'payment.claim', orderNo: 'R-1', at: morning, by: candidate })
        failing.mockRestore()
        expectRefusal(decision, 'internal.defect')
        expect(decision.snapshot).toBe(filling.snapshot)
        expectRefusal(filling.when('payment.claim').decision, 'event.not-now')
      })
    },
    fails() {
      it('accepts a valid event', () => {
        expect(decide(filling.snapshot, event).accepted).toBe(true)
      })
    },
  }
})

describeRule('snapshot.law', () => {
  const provision = defineProvision({
    id: 'x.any',
    cites: [{ document: 'D', article: '1' }],
    title: { zh: '地方规定', en: 'Local rule' },
    message: { zh: '不予受理。', en: 'Not accepted.' },
    before: [['filling.application', 'application.save']],
    standsAgainst: () => false,
  })
  const local = createRegistrations({ provisions: [provision] })
  const tick: RegistrationEvent = { type: 'clock.advance', at: closes, by: { role: 'clock', id: 'clock' } }
  return {
    holds() {
      it('refuses a snapshot that other provisions decided, and returns it', () => {
        const foreign: Snapshot = { ...filling.snapshot, law: ['x.any@1'] }
        const decision = decide(foreign, tick)
        expectRefusal(decision, 'snapshot.law')
        expect(decision.snapshot).toBe(foreign)
        expectRefusal(local.decide(filling.snapshot, tick) as typeof decision, 'snapshot.law')
      })
    },
    fails() {
      it('accepts a snapshot of the same provisions', () => {
        expect(local.decide({ ...filling.snapshot, law: ['x.any@1'] }, tick).accepted).toBe(true)
      })
    },
  }
})
