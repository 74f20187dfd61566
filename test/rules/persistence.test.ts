import { expect, it } from 'vitest'
import type { RegistrationEvent } from '../../src'
import { fresh, onPGlite, opening, sent } from '../postgres/support'
import { amendingHistory } from '../support/scenario'
import { describeRule } from './describeRule'

const bench = onPGlite()

const at = '2024-04-09T10:00:00+08:00'
const office = { role: 'office', id: 'office' } as const
const cancelled = (candidateId: string) =>
  sent('registration.cancel', { at, by: { role: 'candidate', id: candidateId } })
const amended = sent('history.amend', { ...amendingHistory({ credits: [] }), at, by: office } as never)

const refusedBy = (answer: { accepted: boolean; refusal?: { rule: string } }) =>
  answer.accepted ? undefined : answer.refusal?.rule

describeRule('registration.exists', {
  holds() {
    it('refuses a second live registration for the same exam, year and sitting', async () => {
      const store = bench().store()
      const first = opening()
      await store.open(first)
      const second = opening({ candidateId: first.candidateId })
      expect(refusedBy(await store.open(second))).toBe('registration.exists')
      expect(await store.get(second.registrationId)).toBeUndefined()
    })
  },
  fails() {
    it('accepts a registration after the first has ended, or for another candidate', async () => {
      const store = bench().store()
      const first = opening()
      await store.open(first)
      expect(refusedBy(await store.open(opening()))).toBeUndefined()
      await store.send(first.registrationId, cancelled(first.candidateId))
      const second = opening({ candidateId: first.candidateId })
      expect(refusedBy(await store.open(second))).toBeUndefined()
    })
  },
})

describeRule('registration.id-in-use', {
  holds() {
    it('refuses an opening under an id of another candidate', async () => {
      const store = bench().store()
      const first = opening()
      const { snapshot } = await store.open(first)
      const { registrationId } = first
      expect(refusedBy(await store.open(opening({ registrationId })))).toBe('registration.id-in-use')
      expect((await store.get(registrationId))?.snapshot).toEqual(snapshot)
    })
    it('refuses an opening with other content under the candidate’s own id, also after the registration has ended', async () => {
      const store = bench().store()
      const first = opening()
      await store.open(first)
      const other = { ...first, notice: { ...first.notice, examYear: 2025 } }
      expect(refusedBy(await store.open(other))).toBe('registration.id-in-use')
      await store.send(first.registrationId, cancelled(first.candidateId))
      expect(refusedBy(await store.open(other))).toBe('registration.id-in-use')
    })
  },
  fails() {
    it('accepts a repeated opening and logs it once', async () => {
      const store = bench().store()
      const first = opening()
      const answer = await store.open(first)
      expect(await store.open(first)).toEqual({ ...answer, repeated: true })
      expect(await store.log(first.registrationId)).toHaveLength(1)
    })
  },
})

describeRule('registration.unknown', {
  holds() {
    it.each(['nobody', '', "'; drop table baokao.log; --", 'a\0b', '\ud800', 7 as unknown as string])(
      'refuses an event for an unknown registration: %j',
      async (id) => {
        const answer = await bench().store().send(id, amended)
        expect(refusedBy(answer)).toBe('registration.unknown')
        expect(answer.snapshot).toBeNull()
      },
    )
  },
  fails() {
    it('accepts an event for an existing registration', async () => {
      const store = bench().store()
      const first = opening()
      await store.open(first)
      expect(refusedBy(await store.send(first.registrationId, amended))).toBeUndefined()
    })
  },
})

describeRule('event.key-reused', {
  holds() {
    it('refuses another event under the same key and does not log it', async () => {
      const store = bench().store()
      const { registrationId, candidateId, ...rest } = opening()
      await store.open({ registrationId, candidateId, ...rest })
      const key = fresh('K')
      await store.send(registrationId, amended, { key })
      const other = await store.send(registrationId, cancelled(candidateId), { key })
      expect(refusedBy(other)).toBe('event.key-reused')
      expect(await store.log(registrationId)).toHaveLength(2)
    })
  },
  fails() {
    it('accepts the same event under its key again, in any field order, and logs it once', async () => {
      const store = bench().store()
      const { registrationId, ...rest } = opening()
      await store.open({ registrationId, ...rest })
      const key = fresh('K')
      const answer = await store.send(registrationId, amended, { key })
      const turned = Object.fromEntries(Object.entries(amended).reverse()) as unknown as RegistrationEvent
      expect(await store.send(registrationId, turned, { key })).toEqual({ ...answer, repeated: true })
      expect(await store.log(registrationId)).toHaveLength(2)
    })
  },
})
