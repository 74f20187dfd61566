import { deadlines, decide, type Fact, open, type Snapshot, statePaths } from '../../../src'
import { carryOverAfter, noCarryOver } from '../../../src/model/carryOver'
import type { LogRow } from '../../../src/postgres'
import { type Case, type Evidence, grouped } from './evidence'
import type { Observation } from './observations'
import { digestOf } from './scenarios'

/** The invariants that hold after any fault. Each function returns the violations as texts. */

const observed = <W extends Observation['what']>({ observations }: Evidence, what: W) =>
  observations.filter((one): one is Extract<Observation, { what: W }> => one.what === what)

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const eachCase = ({ cases }: Evidence, judge: (one: Case) => string[]): string[] =>
  cases.flatMap((one) => judge(one).map((violation) => `${one.id}: ${violation}`))

/** Every reported decision is in the log once, and equals the stored one. */
function noAnswerIsLost(evidence: Evidence): string[] {
  const stored = new Map(
    evidence.cases.map(({ id, answers }) => [id, grouped(answers, ({ key }) => key ?? '')]),
  )
  return observed(evidence, 'answered').flatMap(({ id, key, answer }) => {
    const found = stored.get(id)?.get(key) ?? []
    if (found.length !== 1) return [`${id} ${key} was answered and is ${found.length} times in the log`]
    const [{ answer: kept } = { answer: null }] = found
    return kept !== null && digestOf(JSON.parse(kept)) === answer
      ? []
      : [`${id} ${key} was answered differently from the log`]
  })
}

/** All reported decisions under a key are the same. */
function answersStaySame(evidence: Evidence): string[] {
  const byKey = grouped(observed(evidence, 'answered'), ({ id, key }) => `${id} ${key}`)
  return [...byKey].flatMap(([key, all]) =>
    new Set(all.map(({ answer }) => answer)).size === 1 ? [] : [`${key} was answered in several ways`],
  )
}

/** A key is logged at most once, revisions count from 1 without gaps, and the row has the last revision. */
function nothingIsDecidedTwice(evidence: Evidence): string[] {
  return eachCase(evidence, ({ row, log }) => {
    const keys = log.flatMap(({ key }) => key ?? [])
    const broken = keys.filter((key, i) => keys.indexOf(key) !== i).map((key) => `${key} was decided twice`)
    const gap = log.findIndex(({ revision }, i) => revision !== i + 1)
    if (gap >= 0) broken.push(`revision ${gap + 1} is missing`)
    if (row.revision !== log.length) broken.push(`the row is at ${row.revision} of ${log.length}`)
    return broken
  })
}

/** Refusals by the store itself, which do not change the registration. */
const storeRules = new Set<string | undefined>(['registration.exists'])

type Step = { revision: number; facts: Fact[]; snapshot: Snapshot | null; wrong?: string }

/** Replays a log with `open` and `decide` alone. */
function replayed({ log }: Case, documents: Evidence['documents']): Step[] {
  const steps: Step[] = []
  let snapshot: Snapshot | null = null
  for (const row of log) {
    const step: Step = snapshot === null ? opened(row, documents) : decided(snapshot, row)
    snapshot = step.snapshot
    steps.push(step)
  }
  return steps
}

function opened({ revision, event, fired }: LogRow, documents: Evidence['documents']): Step {
  const { exam, notice, ...rest } = event as Record<string, unknown>
  const body = (hash: unknown) => documents.get(hash as string)
  const decision = open({ ...rest, exam: body(exam), notice: body(notice) } as Parameters<typeof open>[0])
  const { facts, snapshot } = decision
  const wrong =
    decision.accepted && same(decision.fired, fired) ? undefined : 'the opening was decided differently'
  return { revision, facts, snapshot, ...(wrong !== undefined && { wrong }) }
}

function decided(before: Snapshot, { revision, type, event, accepted, rule, fired }: LogRow): Step {
  if (storeRules.has(rule)) return { revision, facts: [], snapshot: before }
  const decision = decide(before, event as Parameters<typeof decide>[1])
  const { facts, snapshot } = decision
  const refusedBy = decision.accepted ? undefined : decision.refusal.rule
  const equal = decision.accepted === accepted && refusedBy === rule && same(decision.fired, fired)
  return {
    revision,
    facts,
    snapshot,
    ...(!equal && { wrong: `${type} was decided differently from decide` }),
  }
}

/** Each log entry equals the decision of `decide` on the snapshot before it. */
function everyDecisionIsDecides(evidence: Evidence): string[] {
  return eachCase(evidence, (one) =>
    replayed(one, evidence.documents).flatMap(({ revision, wrong }) =>
      wrong ? [`${revision}: ${wrong}`] : [],
    ),
  )
}

/** The outbox holds the facts of the replayed log, in the same order, numbered without gaps. */
function outboxIsComplete(evidence: Evidence): string[] {
  return eachCase(evidence, (one) => {
    const expected = replayed(one, evidence.documents).flatMap(({ revision, facts }) =>
      facts.map((fact, n) => ({ revision, n, fact: JSON.stringify(fact) })),
    )
    const actual = one.outbox.map(({ revision, n, fact }) => ({ revision, n, fact }))
    return same(expected, actual)
      ? []
      : [`${actual.length} facts in the outbox, ${expected.length} by its log`]
  })
}

/** The stored snapshot, the one of `replay`, and the one of the replayed log are equal, byte for byte. */
function logReplays(evidence: Evidence): string[] {
  return eachCase(evidence, (one) => {
    const { entry, replayed: rebuilt } = one
    const { snapshot } = replayed(one, evidence.documents).at(-1) ?? { snapshot: null }
    return [
      ...(same(entry, rebuilt) ? [] : ['replay and get differ']),
      ...(same(entry?.snapshot, snapshot) ? [] : ['the log and the snapshot differ']),
    ]
  })
}

/** The columns of a row match its snapshot. */
function columnsFollow(evidence: Evidence): string[] {
  return eachCase(evidence, ({ row }) => {
    const snapshot = JSON.parse(row.snapshot as string) as Snapshot
    const { terms, registrationId, candidateId } = snapshot.context
    const moving = deadlines(snapshot).filter(({ expected }) => !expected)
    const due = Math.min(...moving.map(({ at }) => Date.parse(at)))
    const state = statePaths(snapshot.value).join(' ')
    const expected = {
      id: registrationId,
      candidate_id: candidateId,
      exam: terms.exam,
      exam_year: terms.year,
      notice_id: terms.notice,
      state,
      ended: state.startsWith('ended.'),
      next_due: moving.length === 0 ? null : new Date(due),
      snapshot_version: snapshot.version,
    }
    return Object.entries(expected).flatMap(([name, value]) =>
      same(value, row[name]) ? [] : [`${name} is ${JSON.stringify(row[name])}, not ${JSON.stringify(value)}`],
    )
  })
}

/** The stored carry-over of a candidate follows from the facts of its registrations. */
function candidatesFollow({ cases, candidates }: Evidence): string[] {
  return candidates.flatMap(({ id, carry_over }) => {
    const stored = JSON.parse(carry_over) as Record<string, { carryOver: unknown }>
    const own = cases.filter(({ row }) => row.candidate_id === id)
    if (own.length !== Object.keys(stored).length) return [`${id} has ${own.length} registrations`]
    return own.flatMap((one) => {
      const facts = one.outbox.map(({ fact }) => JSON.parse(fact) as Fact)
      const carryOver = carryOverAfter(
        noCarryOver(one.row.exam as string, one.row.exam_year as number),
        facts,
      )
      return same(carryOver, stored[one.id]?.carryOver) ? [] : [`${id}: the carry-over of ${one.id} differs`]
    })
  })
}

const idOf = ({ registration_id, revision, n }: Case['outbox'][number]) =>
  `${registration_id}/${revision}/${n}`

const handlings = (evidence: Evidence) =>
  grouped(
    observed(evidence, 'handled').sort((one, other) => one.from - other.from),
    ({ fact }) => fact.replace(/\/\d+\/\d+$/, ''),
  )

/** Every fact is marked as delivered and was handled. */
function everythingIsHandled(evidence: Evidence): string[] {
  const handled = new Set(observed(evidence, 'handled').map(({ fact }) => fact))
  return evidence.cases.flatMap(({ outbox }) =>
    outbox.flatMap((row) => {
      if (!row.delivered) return [`${idOf(row)} is still open${row.dead ? ', a dead letter' : ''}`]
      return handled.has(idOf(row)) ? [] : [`${idOf(row)} is marked, but was not handled`]
    }),
  )
}

/** The facts of a registration are handled for the first time in the order in which they were emitted. */
function handledInOrder(evidence: Evidence): string[] {
  const handled = handlings(evidence)
  return eachCase(evidence, ({ id, outbox }) => {
    const first = [...new Set((handled.get(id) ?? []).map(({ fact }) => fact))]
    const order = outbox.map(idOf).filter((fact) => first.includes(fact))
    return same(first, order) ? [] : [`handled in the order ${first.join(' ')}`]
  })
}

/** No two facts of a registration are handled at the same time. */
function neverTwoAtOnce(evidence: Evidence): string[] {
  return [...handlings(evidence).values()].flatMap((all) =>
    all.flatMap(({ fact, from }, i) => {
      const before = all[i - 1]
      return before !== undefined && from < before.to ? [`${before.fact} and ${fact} overlap`] : []
    }),
  )
}

const invariants = {
  noAnswerIsLost,
  answersStaySame,
  nothingIsDecidedTwice,
  everyDecisionIsDecides,
  outboxIsComplete,
  logReplays,
  columnsFollow,
  candidatesFollow,
  everythingIsHandled,
  handledInOrder,
  neverTwoAtOnce,
}

/** All violations, each with the name of its invariant. */
export const violations = (evidence: Evidence): string[] =>
  Object.entries(invariants).flatMap(([name, judge]) =>
    judge(evidence).map((violation) => `${name}: ${violation}`),
  )
