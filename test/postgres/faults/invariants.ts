import { deadlines, decide, type Fact, open, type Snapshot, statePaths } from '../../../src'
import { carryOverAfter, noCarryOver } from '../../../src/model/carryOver'
import { expectations } from '../../../src/model/instants'
import type { LogRow } from '../../../src/postgres'
import { type Case, type Evidence, grouped } from './evidence'
import { digestOf } from './lives'
import type { Told } from './told'

/** What must hold after any fault. Each gives what breaks it, in words; nothing where it holds. */

const told = <W extends Told['what']>({ told }: Evidence, what: W) =>
  told.filter((one): one is Extract<Told, { what: W }> => one.what === what)

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const eachCase = ({ cases }: Evidence, judge: (one: Case) => string[]): string[] =>
  cases.flatMap((one) => judge(one).map((how) => `${one.id}: ${how}`))

/** What was answered stands in the log, once, with the answer that was given. */
function noAnswerIsLost(evidence: Evidence): string[] {
  const stored = new Map(
    evidence.cases.map(({ id, answers }) => [id, grouped(answers, ({ key }) => key ?? '')]),
  )
  return told(evidence, 'answered').flatMap(({ id, key, answer }) => {
    const found = stored.get(id)?.get(key) ?? []
    if (found.length !== 1) return [`${id} ${key} was answered and stands ${found.length} times in the log`]
    const [{ answer: kept } = { answer: null }] = found
    return kept !== null && digestOf(JSON.parse(kept)) === answer
      ? []
      : [`${id} ${key} was answered otherwise than the log says`]
  })
}

/** Whoever asks again under the same key hears the same. */
function answersStaySame(evidence: Evidence): string[] {
  const asked = grouped(told(evidence, 'answered'), ({ id, key }) => `${id} ${key}`)
  return [...asked].flatMap(([place, all]) =>
    new Set(all.map(({ answer }) => answer)).size === 1 ? [] : [`${place} was answered in several ways`],
  )
}

/** A key stands at most once, revisions count from 1 without a gap, and the row stands at the last. */
function nothingIsDecidedTwice(evidence: Evidence): string[] {
  return eachCase(evidence, ({ row, log }) => {
    const keys = log.flatMap(({ key }) => key ?? [])
    const twice = keys.filter((key, i) => keys.indexOf(key) !== i).map((key) => `${key} was decided twice`)
    const gap = log.findIndex(({ revision }, i) => revision !== i + 1)
    if (gap >= 0) twice.push(`revision ${gap + 1} is missing`)
    if (row.revision !== log.length) twice.push(`the row stands at ${row.revision} of ${log.length}`)
    return twice
  })
}

/** What the store says by itself; it leaves the registration as it is. */
const own = new Set<string | undefined>(['registration.exists'])

type Step = { revision: number; facts: Fact[]; snapshot: Snapshot | null; wrong?: string }

/** Plays a log through `open` and `decide`, by the log alone. */
function played({ log }: Case, documents: Evidence['documents']): Step[] {
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
    decision.accepted && same(decision.fired, fired) ? undefined : 'the opening was decided otherwise'
  return { revision, facts, snapshot, ...(wrong !== undefined && { wrong }) }
}

function decided(before: Snapshot, { revision, type, event, accepted, rule, fired }: LogRow): Step {
  if (own.has(rule)) return { revision, facts: [], snapshot: before }
  const decision = decide(before, event as Parameters<typeof decide>[1])
  const { facts, snapshot } = decision
  const said = decision.accepted ? undefined : decision.refusal.rule
  const right = decision.accepted === accepted && said === rule && same(decision.fired, fired)
  return {
    revision,
    facts,
    snapshot,
    ...(!right && { wrong: `${type} was decided otherwise than decide does` }),
  }
}

/** Each entry of the log was decided as `decide` does on what stood before it. */
function everyDecisionIsDecides(evidence: Evidence): string[] {
  return eachCase(evidence, (one) =>
    played(one, evidence.documents).flatMap(({ revision, wrong }) =>
      wrong ? [`${revision}: ${wrong}`] : [],
    ),
  )
}

/** The facts of the outbox are those that playing the log tells, in the same order, numbered without a gap. */
function outboxIsComplete(evidence: Evidence): string[] {
  return eachCase(evidence, (one) => {
    const due = played(one, evidence.documents).flatMap(({ revision, facts }) =>
      facts.map((fact, n) => ({ revision, n, fact: JSON.stringify(fact) })),
    )
    const there = one.outbox.map(({ revision, n, fact }) => ({ revision, n, fact }))
    return same(due, there) ? [] : [`${there.length} facts in the outbox, ${due.length} by its log`]
  })
}

/** What is stored, what the store rebuilds, and what playing the log gives are the same, byte for byte. */
function logReplays(evidence: Evidence): string[] {
  return eachCase(evidence, (one) => {
    const { entry, replayed } = one
    const { snapshot } = played(one, evidence.documents).at(-1) ?? { snapshot: null }
    return [
      ...(same(entry, replayed) ? [] : ['replay gives something else than get']),
      ...(same(entry?.snapshot, snapshot) ? [] : ['the log gives something else than the snapshot']),
    ]
  })
}

/** The columns of a row follow from its snapshot. */
function columnsFollow(evidence: Evidence): string[] {
  return eachCase(evidence, ({ row }) => {
    const snapshot = JSON.parse(row.snapshot as string) as Snapshot
    const { terms, registrationId, candidateId } = snapshot.context
    const moving = deadlines(snapshot).filter(({ name }) => !Object.hasOwn(expectations, name))
    const due = Math.min(...moving.map(({ at }) => Date.parse(at)))
    const state = statePaths(snapshot.value).join(' ')
    const follows = {
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
    return Object.entries(follows).flatMap(([name, value]) =>
      same(value, row[name]) ? [] : [`${name} is ${JSON.stringify(row[name])}, not ${JSON.stringify(value)}`],
    )
  })
}

/** What a candidate's registrations leave behind for one another follows from what was told of them. */
function candidatesFollow({ cases, candidates }: Evidence): string[] {
  return candidates.flatMap(({ id, legacies }) => {
    const kept = JSON.parse(legacies) as Record<string, { legacy: unknown }>
    const own = cases.filter(({ row }) => row.candidate_id === id)
    if (own.length !== Object.keys(kept).length) return [`${id} has ${own.length} registrations`]
    return own.flatMap((one) => {
      const facts = one.outbox.map(({ fact }) => JSON.parse(fact) as Fact)
      const legacy = carryOverAfter(noCarryOver(one.row.exam as string, one.row.exam_year as number), facts)
      return same(legacy, kept[one.id]?.legacy) ? [] : [`${id}: what ${one.id} leaves behind is another`]
    })
  })
}

const idOf = ({ registration_id, revision, n }: Case['outbox'][number]) =>
  `${registration_id}/${revision}/${n}`

const handlings = (evidence: Evidence) =>
  grouped(
    told(evidence, 'handled').sort((one, other) => one.from - other.from),
    ({ fact }) => fact.replace(/\/\d+\/\d+$/, ''),
  )

/** Every fact was handled, and none is marked that was not. */
function everythingIsHandled(evidence: Evidence): string[] {
  const handled = new Set(told(evidence, 'handled').map(({ fact }) => fact))
  return evidence.cases.flatMap(({ outbox }) =>
    outbox.flatMap((row) => {
      if (!row.delivered) return [`${idOf(row)} is still open${row.parked ? ', parked' : ''}`]
      return handled.has(idOf(row)) ? [] : [`${idOf(row)} is marked, and nobody handled it`]
    }),
  )
}

/** A registration's facts are first handled in the order in which they were told. */
function handledInOrder(evidence: Evidence): string[] {
  const by = handlings(evidence)
  return eachCase(evidence, ({ id, outbox }) => {
    const first = [...new Set((by.get(id) ?? []).map(({ fact }) => fact))]
    const order = outbox.map(idOf).filter((fact) => first.includes(fact))
    return same(first, order) ? [] : [`handled in the order ${first.join(' ')}`]
  })
}

/** No two facts of a registration are handled at the same moment. */
function neverTwoAtOnce(evidence: Evidence): string[] {
  return [...handlings(evidence).values()].flatMap((all) =>
    all.flatMap(({ fact, from }, i) => {
      const before = all[i - 1]
      return before !== undefined && from < before.to ? [`${before.fact} and ${fact} overlap`] : []
    }),
  )
}

export const invariants = {
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

/** All that is broken, under the name of what it breaks. */
export const violations = (evidence: Evidence): string[] =>
  Object.entries(invariants).flatMap(([name, judge]) => judge(evidence).map((how) => `${name}: ${how}`))
