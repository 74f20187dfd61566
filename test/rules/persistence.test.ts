import { expect, it } from 'vitest'
import type { RegistrationEvent } from '../../src'
import { createStore } from '../../src/postgres'
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

describeRule('registration.changed', {
  holds() {
    it('refuses an event for another revision, logs nothing, and keeps the key free', async () => {
      const store = bench().store()
      const { registrationId, ...rest } = opening()
      await store.open({ registrationId, ...rest })
      const key = fresh('K')
      const refused = await store.send(registrationId, amended, { key, ifRevision: 2 })
      expect(refusedBy(refused)).toBe('registration.changed')
      expect(refused).toMatchObject({ revision: 1, repeated: false })
      expect(await store.log(registrationId)).toHaveLength(1)
      const accepted = await store.send(registrationId, amended, { key, ifRevision: 1 })
      expect(accepted).toMatchObject({ accepted: true, revision: 2 })
    })
  },
  fails() {
    it('answers a repeated event under its key, although its revision is old', async () => {
      const store = bench().store()
      const { registrationId, ...rest } = opening()
      await store.open({ registrationId, ...rest })
      const options = { key: fresh('K'), ifRevision: 1 }
      const answer = await store.send(registrationId, amended, options)
      expect(await store.send(registrationId, amended, options)).toEqual({ ...answer, repeated: true })
    })
  },
})

describeRule('clock.ahead', {
  holds() {
    it('refuses an event or an opening of the future before any deadline fires, and logs nothing', async () => {
      const now = '2024-04-09T09:58:00+08:00'
      const store = createStore(bench().database, { now: () => Date.parse(now) })
      const { at: _, ...input } = opening()
      await store.open(input)
      const late = { ...amended, at: '2025-04-09T10:00:00+08:00' }
      for (const event of [amended, late])
        expect(await store.send(input.registrationId, event)).toMatchObject({
          refusal: { rule: 'clock.ahead' },
          fired: [],
          revision: 1,
        })
      const next = { ...opening(), at: '2024-04-09T10:00:00+08:00' }
      expect(refusedBy(await store.open(next, { by: office }))).toBe('clock.ahead')
      expect(await store.log(input.registrationId)).toHaveLength(1)
    })
  },
  fails() {
    it('accepts an event of the past, or at most `maxAhead` in the future', async () => {
      const store = createStore(bench().database, { now: () => Date.parse('2024-04-09T09:59:00+08:00') })
      const { at: _, ...input } = opening()
      await store.open(input, {})
      expect(refusedBy(await store.send(input.registrationId, amended))).toBeUndefined()
      const strict = createStore(bench().database, {
        now: () => Date.parse('2024-04-09T10:00:00+08:00'),
        maxAhead: 0,
      })
      expect(refusedBy(await strict.send(input.registrationId, amended))).toBeUndefined()
    })
  },
})
