import { describe, expect, it } from 'vitest'
import {
  type ExamSpec,
  type Journey,
  type Notice,
  open,
  type RegistrationEvent,
  runJourney,
  statePaths,
} from '../../src'
import { openInputOf } from '../../src/journey'
import { assertPresent } from '../../src/schema/primitives'
import { formatInstant, parseInstant } from '../../src/time'
import { fresh } from '../postgres/support'
import { covering } from '../support/covering'
import { journeysIn } from '../support/files'
import { freshKey, onService } from './support'

type Outcome = { state?: string; facts: unknown; fired: unknown; rule?: string; status?: number }

describe('journeys over HTTP', () => {
  // Many journeys have an exam or a notice of their own.
  const exams: Record<string, ExamSpec> = {}
  const notices: Record<string, Notice> = {}
  const served = onService((clock) => ({
    exams,
    notices,
    limits: { perSecond: 100_000, portalPerSecond: 100_000 },
    moveClock: (now) => {
      clock.now = now
    },
  }))

  it.each(covering(journeysIn('examples/journeys')))(
    '%s has the states and facts of decide',
    async (_, journey) => {
      const { call, clock } = served()
      const ids = { registrationId: fresh('R'), candidateId: fresh('C') }
      const own = JSON.parse(JSON.stringify(journey).replaceAll('"R-', `"${ids.registrationId}-`)) as Journey
      const run = runJourney(own, { ids })
      const { input } = openInputOf(own, ids)
      const { exam, notice, at, ...rest } = input
      exams[exam.code] = exam
      notices[notice.id] = notice
      // Each journey has its own time: what is due in those before has fired by then, or is later.
      clock.now = parseInstant(at)
      const opened = await call('POST /registrations', {
        body: { ...rest, exam: exam.code, notice: notice.id },
      })
      expect(opened.status).toBe(201)
      for (const { event, decision } of run.steps) {
        const now = Math.max(clock.now, parseInstant(event.at))
        if (event.type === 'clock.advance') {
          const moved = await call('POST /clock', { body: { now: formatInstant(now) } })
          expect(moved.status).toBe(200)
          continue
        }
        clock.now = now
        const { at: __, by, ...body } = event as RegistrationEvent
        const answer = await call(`POST /registrations/${ids.registrationId}/events`, {
          actor: `${by.role}:${by.id}`,
          key: freshKey(),
          body,
        })
        const outcome = answer.body as unknown as Outcome
        if (!decision.accepted && decision.refusal.rule === 'actor.personal-act') {
          expect(answer.status).toBe(404)
          continue
        }
        const snapshot = decision.snapshot
        expect({ state: outcome.state, facts: outcome.facts, rule: outcome.rule }).toEqual({
          state: snapshot === null ? undefined : statePaths(snapshot.value).join(' '),
          facts: decision.facts,
          ...(!decision.accepted ? { rule: decision.refusal.rule } : { rule: undefined }),
        })
      }
      const exported = await call(`GET /candidates/${ids.candidateId}/export`)
      const [registration] = (exported.body as unknown as { registrations: { facts: { fact: unknown }[] }[] })
        .registrations
      expect(registration?.facts.map(({ fact }) => fact)).toEqual(
        [open(input), ...run.steps.map(({ decision }) => decision)].flatMap(({ facts }) => facts),
      )
      const shown = await call(`GET /registrations/${ids.registrationId}`)
      expect(shown).toMatchObject({
        status: 200,
        body: { state: statePaths(assertPresent(run.steps.at(-1)?.decision.snapshot).value).join(' ') },
      })
      expect((await call(`GET /registrations/${ids.registrationId}/actions`)).status).toBe(200)
      expect((await call(`GET /registrations/${ids.registrationId}/guide`)).status).toBe(200)
      expect((await call(`GET /registrations/${ids.registrationId}/events`)).status).toBe(200)
    },
  )
})
