import * as fc from 'fast-check'
import type { OpenInput } from '../context'
import { decide, explain, open } from '../decide'
import type { RegistrationEvent } from '../events'
import { exams } from '../exam'
import type { Journey } from '../journey'
import { notices } from '../notice'
import { revive, type Snapshot } from '../snapshot'
import { formatInstant, parseInstant } from '../time'
import { eventsFor, interrupting } from './choices'
import { journeyOf } from './violation'

/** Candidates and whole lives for fast-check. What they shrink to is shorter and plainer. */

const educations = ['passed', 'failed', 'onSite'] as const

/**
 * Any way in which a registration can be opened: a bundled notice and its exam, a candidate known or not, and what
 * happened elsewhere.
 */
export function anyCandidate(): fc.Arbitrary<OpenInput> {
  const names = Object.keys(notices)
  const seldom = fc.integer({ min: 0, max: 7 }).map((draw) => draw === 7)
  return fc
    .record({
      notice: fc.constantFrom(...names),
      known: fc.boolean(),
      origin: fc.constantFrom('domestic' as const, 'overseas' as const),
      result: fc.option(fc.constantFrom(...educations), { nil: undefined }),
      forfeited: seldom,
      serious: seldom,
      days: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ notice: name, known, origin, result, forfeited, serious, days }) => {
      const notice = notices[name] as NonNullable<(typeof notices)[string]>
      const exam = exams[notice.exam] as NonNullable<(typeof exams)[string]>
      const opens = parseInstant(notice.windows.registration.opens)
      const integrity = [{ kind: 'serious' as const, from: '2019-01-01', until: '2029-01-01' }]
      return {
        registrationId: 'R',
        candidateId: 'C',
        exam,
        notice,
        at: formatInstant(opens + days * 86_400_000),
        ...((forfeited || serious) && {
          history: { ...(forfeited && { commitmentForfeited: true }), ...(serious && { integrity }) },
        }),
        ...(known && {
          candidate: {
            photo: true as const,
            education: { origin, ...(result !== undefined && { result }) },
          },
        }),
      }
    })
}

/** A whole life: how it was opened, what happened, and the same as a journey. */
export type Life = { input: OpenInput; events: RegistrationEvent[]; journey: Journey }

/** What leads nowhere: left aside most of the time. */
const ending: ReadonlySet<string> = new Set([
  'registration.cancel',
  'exam.cancel',
  'finding.record',
  'proof.reject',
])

/** What happens next: mostly what leads on, time where nothing else does, now and then anything at all. */
function next(snapshot: Snapshot, draw: number): RegistrationEvent {
  const events = eventsFor(snapshot)
  const pick = (some: RegistrationEvent[]) => some[(draw >> 4) % Math.max(1, some.length)]
  const any = pick(events) as RegistrationEvent
  const kind = draw % 16
  if (kind === 0) return any
  const time = events.find(({ type }) => type === 'clock.advance')
  // Where the clock acts, time passes; elsewhere seldom, or every registration would close unfinished.
  if (kind < (revive(snapshot).tags.has('clockActs') ? 8 : 2) && time !== undefined) return time
  const possible = new Set(
    explain(snapshot, formatInstant(snapshot.context.at))
      .filter((explanation) => explanation.possible)
      .map(({ type }) => type),
  )
  const fitting = events.filter((event) => possible.has(event.type) && event.type !== 'clock.advance')
  const leading = fitting.filter(
    ({ type }) => !interrupting.has(type) && !ending.has(type) && !type.startsWith('refund.'),
  )
  const forward = leading.filter(({ type }) => type !== 'payment.settle' || payable(snapshot))
  // The catalogue follows the path: what stands last in it leads furthest.
  const chosen = kind < 9 ? forward.at(-1) : pick(forward)
  // Of the payloads of what was chosen, the first that is taken: the one that fits comes first.
  const taken = forward.find((event) => event.type === chosen?.type && decide(snapshot, event).accepted)
  return (kind < 15 ? (taken ?? time) : pick(fitting)) ?? any
}

const payable = ({ context }: Snapshot): boolean => context.orders.at(-1)?.state === 'open'

/**
 * Lives a life from numbers: each number picks what happens next. Pure, so that a failing property shrinks to fewer and
 * smaller numbers.
 */
export function lifeOf(input: OpenInput, draws: readonly number[]): Life {
  const events: RegistrationEvent[] = []
  let { snapshot } = open(input)
  for (const draw of draws) {
    if (snapshot === null) break
    const event = next(snapshot, draw)
    events.push(event)
    snapshot = decide(snapshot, event).snapshot
  }
  return { input, events, journey: journeyOf('a life', input, events) }
}

/**
 * Any life of any candidate, so weighted that long paths are reached: `npm run prove` prints how many reach which state.
 * @param most at most so many events
 */
export function anyLife(most = 60): fc.Arbitrary<Life> {
  const draws = fc.noBias(fc.array(fc.nat({ max: 1 << 20 }), { maxLength: most, size: 'max' }))
  return fc.tuple(anyCandidate(), draws).map(([input, numbers]) => lifeOf(input, numbers))
}

/** The same as a journey that `runJourney` plays. */
export function anyJourney(most = 60): fc.Arbitrary<Journey> {
  return anyLife(most).map(({ journey }) => journey)
}
