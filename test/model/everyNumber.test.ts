import { describe, expect, it } from 'vitest'
import {
  deadlines,
  decide,
  type ExamSpec,
  eligibility,
  type Journey,
  type Notice,
  open,
  runJourney,
} from '../../src'
import { event } from '../../src/testing'
import { journeysByStage } from '../support/files'
import { examOf, marks, noticeOf, on, profile, scenario } from '../support/scenario'

/** An exam whose numbers a notice does not repeat, with years of every kind in its conditions. */
const exam: ExamSpec = {
  ...examOf('social-worker'),
  requirements: { verificationHours: 30 },
}

/** The notice of the journeys with everything that a number can say. */
const notice: Notice = {
  ...noticeOf('gd-2024-social-worker'),
  fee: {
    perRegistrationFen: 100,
    perSubjectFen: 5600,
    subjects: { law: 5700 },
    levels: {
      junior: { perRegistrationFen: 0, perSubjectFen: 5000, subjects: { practice: 6000 } },
    },
  },
  passMarks: { general: 60, law: 60, practice: { levels: { junior: 61, intermediate: 60 } } },
  windows: {
    ...noticeOf('gd-2024-social-worker').windows,
    proofUpload: { closes: on('04-17 18:00') },
  },
  requirements: {
    photo: { widthPx: 295, heightPx: 413 },
    reconciliationHours: 24,
    repairHours: 24,
  },
  workYearsUntil: '2024-12-31',
}

type Spec = { exam: ExamSpec; notice: Notice }

type Leaf = { path: (string | number)[]; value: number | string }

/** The numbers, instants and days of a value. Sources are for readers. */
function leaves(value: unknown, path: (string | number)[] = []): Leaf[] {
  if (typeof value === 'number') return [{ path, value }]
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}/.test(value) ? [{ path, value }] : []
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'sources' || key === 'illustrative' ? [] : leaves(one, [...path, key]),
  )
}

/** The values to try instead: a little more, or less. */
function others(value: number | string): (number | string)[] {
  if (typeof value === 'number') return [value + 1, value - 1].filter((one) => one >= 0)
  if (!value.includes('T')) return ['2024-06-30']
  return [-3_600_000, 3_600_000, -86_400_000].map((by) => new Date(Date.parse(value) + by).toISOString())
}

function changed<T extends object>(whole: T, path: (string | number)[], value: unknown): T {
  const copy = structuredClone(whole)
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy)
  ;(parent as Record<string, unknown>)[path.at(-1) ?? ''] = value
  return copy
}

const journeys: Journey[] = journeysByStage()
  .map(([, journey]) => journey)
  .filter(
    (one) =>
      String(one.exam).includes('social-worker') && String(one.notice).includes('gd-2024-social-worker.'),
  )

const photoOf = (widthPx: number, heightPx: number) =>
  ({
    ...event.photo.upload({ photo: { mediaType: 'image/jpeg', widthPx, heightPx, background: 'white' } }),
  }) as object

/** What people see of a journey: decisions, facts, states, deadlines; not the terms themselves. */
function seen(journey: Journey, spec: Spec): string {
  const run = runJourney({ ...journey, ...spec } as unknown as Journey)
  const decisions = [run.opened, ...run.steps.map(({ decision }) => decision)]
  return JSON.stringify([
    run.issues,
    decisions.map((decision) =>
      decision === undefined || decision.snapshot === null
        ? decision
        : [
            decision.accepted || decision.refusal,
            decision.facts,
            decision.fired,
            decision.snapshot.value,
            deadlines(decision.snapshot),
          ],
    ),
  ])
}

/** What a candidate without an account sees: the photo of either size. */
function seenOfPhotos(spec: Spec): string {
  const at = on('04-07 09:00')
  const opened = open({ registrationId: 'R', candidateId: 'C', at, ...spec })
  if (opened.snapshot === null) return JSON.stringify(opened)
  const { snapshot } = opened
  const by = { role: 'candidate', id: 'C' }
  const account = [
    { type: 'account.register', at, by, agreements: {} },
    { type: 'profile.submit', at, by, profile },
  ].reduce((before, one) => decide(before, one as never).snapshot, snapshot)
  const sizes = [photoOf(295, 413), photoOf(296, 413), photoOf(295, 414)]
  return JSON.stringify(
    sizes.map((one) => {
      const { accepted, snapshot: after } = decide(account, { at, by, ...one } as never)
      return [accepted, after.value]
    }),
  )
}

/** Somebody who works since 2012, with the certificates from which years can count. */
const worker: Parameters<typeof eligibility>[0]['profile'] = {
  ...profile,
  workHistory: [{ from: '2012-01-01', relevant: true, employer: '荔湾社区服务中心' }],
  certificates: ['助理社会工作师', '社会工作师'].map((certificate) => ({
    certificate,
    certificateOn: '2013-01-01',
  })),
}

const session = { starts: on('06-15 09:00'), ends: on('06-15 11:00') }

/** What the advice says of each condition alone. */
const seenOfConditions = (spec: Spec): string =>
  JSON.stringify(
    spec.exam.levels.flatMap((level) =>
      (level.conditions ?? []).map((condition) =>
        eligibility({
          // The notice has no sessions of the senior level.
          notice: { ...spec.notice, sessions: level.subjects.map((subject) => ({ ...session, subject })) },
          exam: { ...spec.exam, levels: [{ ...level, conditions: [condition] }] },
          profile: worker,
          application: { level: level.code, subjects: level.subjects, place: '440100' },
        }),
      ),
    ),
  )

/** What each mark near the pass mark and the full mark leads to. */
function seenOfMarks(spec: Spec, levels: readonly string[]): string {
  return JSON.stringify(
    levels.flatMap((code) => {
      const { subjects = [] } = spec.exam.levels.find((level) => level.code === code) ?? {}
      const application = { level: code, subjects, place: '440100' }
      const sat = scenario(spec).when({ type: 'application.save', application }).to('marking')
      return subjects.flatMap((subject) =>
        [59, 60, 61, 100, 101].map((mark) => {
          const { decision } = sat.when(marks({ [subject]: mark }))
          return [decision.accepted || decision.refusal.rule, decision.snapshot.value]
        }),
      )
    }),
  )
}

/** What the check of an unverified degree looks like, and the message of a rejection at its end. */
function seenOfCheck(spec: Spec): string {
  const checked = scenario(spec)
    .to('filling.route')
    .when({ type: 'route.choose', route: 'proof' })
    .to('qualifying.check.unreviewed')
  const closes = deadlines(checked.snapshot).find(({ name }) => name === 'postCheck.closes')?.at ?? ''
  const late = checked.when({ type: 'postCheck.reject', reason: 'illegible' }, closes)
  return JSON.stringify([closes, late.decision.accepted || late.decision.refusal.message])
}

/** The life of a senior candidate, whose notice has other sessions. */
const seenOfSenior = ({ exam: spec }: Spec): string => {
  const own = { exam: spec, notice: noticeOf('gd-2024-social-worker-senior') }
  return JSON.stringify([
    seenOfMarks(own, ['senior']),
    scenario(own).to('certified').when('certificate.issue').decision.facts,
  ])
}

describe('every number of an exam and of a notice', () => {
  const whole = { exam, notice }
  const probes = [
    seenOfConditions,
    seenOfPhotos,
    (spec: Spec) => seenOfMarks(spec, ['junior', 'intermediate']),
    seenOfCheck,
    seenOfSenior,
  ].map((probe) => ({ probe, before: probe(whole) }))
  const before = new Map(journeys.map((journey) => [journey, seen(journey, { exam, notice })]))
  /** A notice that is no longer valid differs, too: the probes throw. */
  const seems = (probe: (spec: Spec) => string, spec: Spec): string => {
    try {
      return probe(spec)
    } catch (error) {
      return String(error)
    }
  }
  const differs = (spec: Spec) =>
    probes.some(({ probe, before }) => seems(probe, spec) !== before) ||
    journeys.some((journey) => seen(journey, spec) !== before.get(journey))

  const named = (all: Leaf[]) => all.map((leaf) => [leaf.path.join('.'), leaf] as const)

  // Only the start of the first session and the end of the last decide; each candidate's card has the hours.
  const deciding = leaves(notice).filter(
    ({ path: [part, index, side] }) =>
      part !== 'sessions' || (index === '0' && side === 'starts') || (index === '2' && side === 'ends'),
  )

  it.each(named(deciding))('of the notice changes an outcome: %s', (_, { path, value }) => {
    const outcomes = others(value).map((other) => differs({ exam, notice: changed(notice, path, other) }))
    expect(outcomes).toContain(true)
  })

  it.each(named(leaves(exam)))('of the exam changes an outcome: %s', (_, { path, value }) => {
    const outcomes = others(value).map((other) => differs({ exam: changed(exam, path, other), notice }))
    expect(outcomes).toContain(true)
  })
})
