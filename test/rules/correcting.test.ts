import { expect, it } from 'vitest'
import { explain } from '../../src'
import type { EventDraft } from '../../src/testing/drafts'
import type { Given } from '../../src/testing/given'
import { correcting, on, profile, scenario } from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const closes = on('04-17 17:00')

const morning = on('04-08 10:00')

const firstSession = on('06-15 14:00')

const examEnds = on('06-16 16:30')

const documents = [{ kind: 'residentId' as const, mediaType: 'application/pdf' }]

/** A change of the name with the documents that prove it. */
const named = { ...correcting({ name: '陈小' }), documents }

const filling = scenario()

const confirmation = filling.to('filling.confirmation')

const committing = filling.to('declaring.commitment')

const paying = filling.to('paying.awaiting')

const claimed = paying.when('payment.claim', morning)

const registered = paying.when('payment.settle', morning)

const admitCard = registered.to('registered.admitCard')

const seated = registered.to('registered.seated')

describeRule('correction.before-confirmation', {
  holds() {
    it('refuses a request before confirmation, while the candidate can edit the form', () => {
      const stranger = scenario({ candidate: null })
      const before = [stranger, stranger.to('account.photo'), stranger.to('verifying')]
      for (const early of [...before, filling, filling.to('filling.route'), confirmation])
        refuses('correction.before-confirmation', early, 'correction.request')
    })
    it('refuses a request after a correction has returned the form to confirmation', () => {
      const back = paying.when(correcting({ place: '440300' })).when('correction.approve')
      refuses('correction.before-confirmation', back, 'correction.request')
    })
    it('refuses before the check of the fields', () => {
      refuses(
        'correction.before-confirmation',
        filling,
        correcting({ photo: { mediaType: '', widthPx: 0, heightPx: 0, background: '' } }),
      )
    })
  },
  fails() {
    it('accepts a request once the form is confirmed, and keeps its values out of the snapshot', () => {
      for (const later of [committing, paying, registered]) {
        const after = accepts(later, correcting({ phone: '13900000000', email: 'a@example.com' }))
        expect(after.snapshot.value).toEqual(later.snapshot.value)
        expect(after.facts('correction.requested')).toMatchObject([
          { correctionId: 'K1', fields: ['phone', 'email'] },
        ])
        expect(JSON.stringify(after.snapshot)).not.toContain('13900000000')
      }
    })
  },
})

describeRule('correction.pending', () => {
  const pending = paying.when('correction.request')
  const two = pending.when(correcting({ email: 'a@example.com' }, 'K2'))
  const ids = Array.from({ length: 9 }, (_, i) => `K${i + 1}`)
  const nine = ids.reduce((before, id) => before.when(correcting({ phone: '13900000000' }, id)), paying)
  const ten = nine.when(correcting({ phone: '13900000000' }, 'K10'))
  const decisions = ['correction.approve', 'correction.reject', 'correction.withdraw'] as const
  /** The Chinese message of the refusal, which differs by case. */
  const messageOf = (before: Given, event: EventDraft): string | undefined => {
    const { decision } = before.when(event)
    return decision.accepted ? undefined : decision.refusal.message.zh
  }
  return {
    holds() {
      it('refuses another request under the id of a pending one', () => {
        refuses('correction.pending', pending, correcting({ email: 'a@example.com' }))
        refuses('correction.pending', two, correcting({ gender: 'male' }))
        refuses('correction.pending', two, correcting({ gender: 'male' }, 'K2'))
        const used = '该编号的更正申请已提交，正在办理。'
        expect(messageOf(two, correcting({ gender: 'male' }, 'K2'))).toBe(used)
        expect(messageOf(ten, correcting({ gender: 'male' }, 'K2'))).toBe(used)
      })
      it('refuses before the check of the fields', () => {
        refuses('correction.pending', registered.when('correction.request'), correcting({ place: '440300' }))
      })
      it('refuses an eleventh request while ten are pending', () => {
        const eleventh = correcting({ email: 'a@example.com' }, 'K11')
        refuses('correction.pending', ten, eleventh)
        expect(messageOf(ten, eleventh)).toBe('待办的更正申请已达十项，请待办结后再提交。')
        const query = explain(ten.snapshot, ten.at).find(({ type }) => type === 'correction.request')
        expect(query).toMatchObject({ possible: false, rules: ['correction.pending'] })
      })
      it.each(decisions)('refuses %s without a request', (decision) => {
        for (const none of [filling, paying, registered]) refuses('correction.pending', none, decision)
      })
      it.each(decisions)('refuses %s under another id', (type) => {
        refuses('correction.pending', two, { type, correctionId: 'K3' })
        refuses('correction.pending', ten, { type, correctionId: 'K11' })
        expect(messageOf(two, { type, correctionId: 'K3' })).toBe('未找到该更正申请。')
      })
      it.each(decisions)('refuses %s once it is decided or withdrawn', (type) => {
        for (const before of decisions) {
          const decided = two.when({ type: before, correctionId: 'K1' })
          refuses('correction.pending', decided, { type, correctionId: 'K1' })
        }
      })
      it('refuses an approval also while the candidate edits the profile or is verified', () => {
        const stranger = scenario({ candidate: null })
        for (const early of [stranger, stranger.to('verifying')])
          refuses('correction.pending', early, 'correction.approve')
      })
    },
    fails() {
      it('accepts another request under its own id', () => {
        const both = accepts(pending, correcting({ email: 'a@example.com' }, 'K2'))
        expect(both.snapshot.context.corrections).toEqual([
          { id: 'K1', fields: ['phone'] },
          { id: 'K2', fields: ['email'] },
        ])
      })
      it('accepts the same id again after the decision or the withdrawal', () => {
        for (const decided of decisions)
          accepts(pending.when(decided), correcting({ email: 'a@example.com' }))
      })
      it('accepts the tenth, and another after one is decided or withdrawn', () => {
        expect(accepts(nine, 'correction.request').snapshot.context.corrections).toHaveLength(10)
        for (const decided of decisions)
          accepts(ten.when({ type: decided, correctionId: 'K3' }), correcting({ gender: 'male' }, 'K11'))
      })
      it('accepts the decision of each, in any order, and keeps the others', () => {
        for (const type of decisions) {
          const second = accepts(two, { type, correctionId: 'K2' })
          expect(second.snapshot.context.corrections).toEqual([{ id: 'K1', fields: ['phone'] }])
          const none = accepts(second, { type, correctionId: 'K1' })
          expect(none.snapshot.context).not.toHaveProperty('corrections')
        }
      })
      it('emits one fact for a decision', () => {
        const facts = (type: (typeof decisions)[number]) => accepts(two, { type, correctionId: 'K1' })
        expect(facts('correction.withdraw').decision.facts).toMatchObject([
          { type: 'correction.withdrawn', correctionId: 'K1' },
        ])
        const rejected = accepts(two, { type: 'correction.reject', correctionId: 'K1', reason: 'no' })
        expect(rejected.facts('correction.rejected')).toMatchObject([{ correctionId: 'K1', reason: 'no' }])
      })
    },
  }
})

describeRule('correction.photo', () => {
  const photo = { mediaType: 'image/jpeg', widthPx: 295, heightPx: 413, background: 'white' }
  return {
    holds() {
      it('refuses a correction of the photo, alone or with other fields', () => {
        refuses('correction.photo', paying, correcting({ photo }))
        refuses('correction.photo', paying, correcting({ photo, phone: '13900000000' }))
        refuses('correction.photo', registered, correcting({ photo }))
      })
      it('refuses it also while corrections are closed and while admit cards are printed', () => {
        refuses('correction.photo', registered, correcting({ photo }), on('05-01 10:00'))
        refuses('correction.photo', admitCard, correcting({ photo }))
      })
    },
    fails() {
      it('accepts a correction of other fields', () => {
        const { education, workHistory: _, ...fields } = profile
        accepts(paying, correcting({ ...fields, education, postcode: '510000', email: 'a@example.com' }))
      })
    },
  }
})

describeRule('correction.frozen-fields', () => {
  const frozen = [{ subjects: ['law'] }, { level: 'junior' }, { specialty: 'x' }, { place: '440300' }]
  return {
    holds() {
      it.each(frozen)('refuses a change of %j once paid', (changes) => {
        refuses('correction.frozen-fields', registered, correcting(changes))
        refuses('correction.frozen-fields', registered, correcting({ ...changes, phone: '13900000000' }))
      })
      it('refuses a change of the application during reconciliation', () => {
        refuses('correction.frozen-fields', claimed, correcting({ place: '440300' }))
        const afterClose = paying.when('clock.advance', on('04-18 17:00'))
        refuses('correction.frozen-fields', afterClose, correcting({ place: '440300' }))
      })
      it('refuses to approve such a change after payment or a claim if it was requested earlier', () => {
        const asked = paying.when(correcting({ place: '440300' }))
        refuses('correction.frozen-fields', asked.when('payment.settle'), 'correction.approve')
        refuses('correction.frozen-fields', asked.when('payment.claim'), 'correction.approve')
        accepts(asked.when('payment.settle'), 'correction.reject')
      })
      it('refuses before the check for closed corrections', () => {
        refuses('correction.frozen-fields', registered, correcting({ place: '440300' }), on('05-01 10:00'))
      })
    },
    fails() {
      it('accepts a change of the application before payment', () => {
        for (const unpaid of [committing, paying, claimed.when('payment.notFound')])
          accepts(unpaid, correcting({ subjects: ['law'], place: '440300' }))
      })
      it('accepts a change of other fields once paid', () => {
        accepts(registered, correcting({ employer: 'Another', address: 'Elsewhere' }))
      })
    },
  }
})

describeRule('correction.closed', {
  holds() {
    it('refuses a request from the close of the admit cards until the exam ends', () => {
      refuses('correction.closed', admitCard, 'correction.request', on('06-14 17:00'), 'registered.seated')
      refuses('correction.closed', seated, correcting({ name: '陈小' }), firstSession)
      refuses('correction.closed', seated, correcting({ name: '陈小' }), on('06-16 16:29:59'))
    })
  },
  fails() {
    it('accepts a request in the last second of registration and after it, paid or unpaid', () => {
      for (const at of [on('04-17 16:59:59'), closes, on('04-17 17:00:01')]) {
        accepts(registered, 'correction.request', at)
        accepts(paying, 'correction.request', at)
      }
    })
    it('accepts a request before admit cards are printed, and until they close', () => {
      accepts(registered, 'correction.request', on('05-20 10:00'))
      expectState(accepts(registered, 'correction.request', on('06-11 09:00')), 'registered.admitCard')
      accepts(admitCard, 'correction.request', on('06-14 16:59:59'))
    })
    it('accepts a request once the exam has ended', () => {
      const ended = accepts(seated, named, examEnds)
      expectState(ended, 'marking')
    })
    it('accepts a decision of the office at any time', () => {
      const asked = registered.when('correction.request', on('04-17 16:59:59'))
      for (const at of [on('05-20 10:00'), on('06-15 10:00')]) {
        const after = accepts(asked, 'correction.approve', at)
        expect(after.facts('correction.applied')).toMatchObject([{ correctionId: 'K1', fields: ['phone'] }])
        accepts(asked, 'correction.reject', at)
      }
    })
  },
})

describeRule('correction.admit-card-fields', {
  holds() {
    it.each([
      { employer: 'Another' },
      { address: 'Elsewhere' },
      { postcode: '510000' },
      { education: profile.education },
      { phone: '13900000000', address: 'Elsewhere' },
    ])('refuses a change of %j once registration has closed', (changes) => {
      for (const at of [closes, on('05-20 10:00'), on('06-14 16:59:59')])
        refuses('correction.admit-card-fields', registered.when('clock.advance', at), correcting(changes))
    })
    it('refuses a change of the application that is still unpaid', () => {
      const unpaid = paying.when('clock.advance', closes)
      refuses('correction.admit-card-fields', unpaid, correcting({ subjects: ['law'] }))
    })
  },
  fails() {
    it('accepts a change of personal data until admit cards close', () => {
      const { name, idType, idNumber, gender, phone } = profile
      const all = correcting({ name, idType, idNumber, gender, phone, email: 'a@example.com' })
      accepts(admitCard, all)
      accepts(registered, all, on('05-20 10:00'))
    })
    it('accepts the refused fields while registration is open', () => {
      accepts(
        registered,
        correcting({ employer: 'Another', address: 'Elsewhere', education: profile.education }),
      )
    })
  },
})

describeRule('correction.name-and-number', () => {
  const marking = seated.when('clock.advance', examEnds)
  const others = [
    { phone: '13900000000' },
    { gender: 'male' },
    { education: profile.education },
    { name: '陈小', email: 'a@example.com' },
  ] as const
  return {
    holds() {
      it.each(others)('refuses a change of %j after the exam', (changes) => {
        refuses('correction.name-and-number', marking, { ...correcting(changes), documents })
        refuses('correction.name-and-number', marking.to('notPassed'), correcting(changes))
      })
    },
    fails() {
      it('accepts the name, and the type and number of the identity document, in each later state', () => {
        const { idType, idNumber } = profile
        for (const state of ['marking', 'notPassed', 'qualifying.publicNotice.open'] as const) {
          accepts(marking.to(state), named)
          accepts(marking.to(state), { ...correcting({ idType, idNumber }), documents })
        }
      })
    },
  }
})

describeRule('correction.documents', () => {
  const marking = seated.when('clock.advance', examEnds)
  const certified = marking.to('certified')
  return {
    holds() {
      it('refuses a change of the name after the exam without documents', () => {
        refuses('correction.documents', marking, correcting({ name: '陈小' }))
        refuses('correction.documents', marking, { ...correcting({ name: '陈小' }), documents: [] })
      })
      it('refuses to amend the certificate without documents', () => {
        refuses('correction.documents', certified, { type: 'certificate.amend', documents: [] })
      })
    },
    fails() {
      it('accepts a change of the name before the exam with or without documents', () => {
        for (const before of [paying, registered, admitCard]) {
          accepts(before, correcting({ name: '陈小' }))
          accepts(before, named)
        }
      })
      it('accepts documents after the exam, and keeps them out of the snapshot', () => {
        const asked = accepts(marking, named)
        expect(asked.snapshot.context.corrections).toEqual([{ id: 'K1', fields: ['name'] }])
      })
      it('accepts an amended certificate with documents, and names its fields', () => {
        const amended = accepts(certified, { type: 'certificate.amend', fields: ['name', 'idNumber'] })
        expect(amended.decision.facts).toMatchObject([
          { type: 'certificate.amended', fields: ['name', 'idNumber'] },
        ])
        expect(amended.snapshot.value).toEqual(certified.snapshot.value)
      })
      it('does not concern the decision of what was pending, which the office makes after the clearance', () => {
        const late = marking.when(named).to('certified')
        expect(accepts(late, 'correction.approve').facts('verification.requested')).toHaveLength(1)
        accepts(late, 'correction.reject')
        accepts(late, 'correction.withdraw')
      })
    },
  }
})

describeRule('correctsApplication', {
  holds() {
    it('returns an approved change of the application to confirmation and supersedes the order', () => {
      const asked = paying.when(correcting({ subjects: ['law'], phone: '13900000000' }))
      const after = accepts(asked, 'correction.approve')
      expectState(after, 'filling.confirmation')
      expect(after.decision.facts).toMatchObject([
        { type: 'correction.applied', correctionId: 'K1', fields: ['phone', 'subjects'] },
        { type: 'order.superseded', orderNo: 'R-1' },
      ])
      expect(after.snapshot.context.application).toEqual({
        level: 'intermediate',
        subjects: ['law'],
        place: '440100',
      })
      const again = after.to('paying.awaiting')
      expect(again.facts('order.created')).toMatchObject([{ orderNo: 'R-2', amountFen: 5700 }])
    })
    it('applies each of several in turn: the last approved wins', () => {
      const asked = paying
        .when(correcting({ subjects: ['law'], place: '440300' }))
        .when(correcting({ subjects: ['practice'] }, 'K2'))
      const approved = (...ids: string[]) =>
        ids.reduce((before, correctionId) => before.when({ type: 'correction.approve', correctionId }), asked)
      for (const [ids, subjects] of [
        [['K1', 'K2'], ['practice']],
        [['K2', 'K1'], ['law']],
      ] as const) {
        const after = approved(...ids)
        expectState(after, 'filling.confirmation')
        expect(after.snapshot.context.application).toMatchObject({ subjects, place: '440300' })
      }
    })
    it('returns it to confirmation without superseding anything if there is no order', () => {
      const after = accepts(committing.when(correcting({ place: '440300' })), 'correction.approve')
      expectState(after, 'filling.confirmation')
      expect(after.facts('order.superseded')).toEqual([])
    })
  },
  fails() {
    it('does not apply while the candidate has the form and is verified again', () => {
      const two = paying.when(correcting({ subjects: ['law'] })).when(correcting({ place: '440300' }, 'K2'))
      const back = two.when({ type: 'correction.approve', correctionId: 'K1' })
      const second = { type: 'correction.approve', correctionId: 'K2' } as const
      const verifying = back.when('education.amend')
      refuses('event.not-now', verifying, second)
      refuses('event.not-now', verifying.when({ type: 'verification.report', identity: 'failed' }), second)
      expectState(accepts(verifying.when('verification.report'), second), 'filling.confirmation')
    })
    it('does not apply to a change of other fields', () => {
      const after = accepts(paying.when('correction.request'), 'correction.approve')
      expectState(after, 'paying.awaiting')
      expect(after.decision.facts.map(({ type }) => type)).toEqual(['correction.applied'])
    })
    it('does not apply to a change of identity, which requests verification again', () => {
      for (const changes of [{ name: '陈小' }, { idType: 'passport' as const }, { idNumber: 'E1' }]) {
        const after = accepts(paying.when(correcting(changes)), 'correction.approve')
        expectState(after, 'paying.awaiting')
        expect(after.facts('verification.requested')).toHaveLength(1)
      }
    })
    it('does not apply to a rejected correction', () => {
      const after = accepts(paying.when(correcting({ place: '440300' })), 'correction.reject')
      expectState(after, 'paying.awaiting')
      expect(after.snapshot.context.application).toMatchObject({ place: '440100' })
    })
  },
})
