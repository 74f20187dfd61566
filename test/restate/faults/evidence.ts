import { setTimeout } from 'node:timers/promises'
import { until } from '../../../examples/loopback'
import type { Registrations } from '../../../examples/restate/client'
import type { Server } from '../../../examples/restate/server'
import {
  carryOverAfter,
  decide,
  type Fact,
  historyFromCarryOvers,
  noCarryOver,
  type OpenInput,
  open,
  type RegistrationEvent,
  registrationPeriod,
  type Snapshot,
} from '../../../src'
import type { DurableRegistration, LogRow, StoredRegistration } from '../../../src/restate'
import { assertPresent } from '../../../src/schema/primitives'
import { digestOf } from '../../postgres/faults/scenarios'
import { type Load, retry } from './load'
import type { HandledFact } from './serviceProcess'

/** The final state of a registration, and what `replay` makes of its log. */
type Case = {
  id: string
  input: OpenInput
  entry: DurableRegistration | null
  again: StoredRegistration | null
  log: LogRow[]
}

/** The data that the checks use. */
export type Evidence = { cases: Case[]; load: Load; handled: HandledFact[]; waiting: string[] }

/** The result of `open` or `decide` for a log entry. */
type Step = { row: LogRow; answer: string; facts: Fact[]; snapshot: Snapshot | null; wrong?: string }

/** Replays a log with `open` and `decide` alone. */
function replayed({ input, log }: Case): Step[] {
  let snapshot: Snapshot | null = null
  return log.map((row): Step => {
    // A refusal by the objects themselves does not change the registration.
    if (row.rule === 'registration.exists') return { row, answer: '', facts: [], snapshot }
    const { exam, notice } = input
    const { at, history } = row.event as OpenInput
    const decision =
      snapshot === null
        ? open({ ...input, at, ...(history && { history }), exam, notice })
        : decide(snapshot, row.event as RegistrationEvent)
    snapshot = decision.snapshot
    const rule = decision.accepted ? undefined : decision.refusal.rule
    const same = rule === row.rule && JSON.stringify(decision.fired) === JSON.stringify(row.fired)
    const { facts } = decision
    const wrong = same ? {} : { wrong: `${row.revision} was decided differently from decide` }
    return { row, answer: digestOf(decision), facts, snapshot, ...wrong }
  })
}

/** The ids of the facts of a replayed log, in order. */
const factsOf = (one: Case): string[] =>
  replayed(one).flatMap(({ row, facts }) => facts.map((_, n) => `${one.id}/${row.revision}/${n}`))

async function wholeLog(registrations: Registrations, id: string): Promise<LogRow[]> {
  const log: LogRow[] = []
  for (;;) {
    const page = await retry(() => registrations.log(id, { after: log.length }))
    log.push(...page)
    if (page.length < 100) return log
  }
}

/**
 * Asks one server after the other until one answers. After a node was away, the queries of another may fail for as long
 * as its scan of the lost connection is kept.
 */
async function askAny(servers: readonly Server[], query: string): Promise<Record<string, unknown>[]> {
  for (let turn = 0; turn < 240; turn += 1) {
    const server = assertPresent(servers[turn % servers.length])
    const rows = await server.ask(query).catch(() => undefined)
    if (rows !== undefined) return rows
    await setTimeout(500)
  }
  throw new Error(`no server answers: ${query}`)
}

/** Waits until the engine has only scheduled calls left, and reads all states. */
export async function gather(
  servers: readonly Server[],
  registrations: Registrations,
  load: Load,
  handled: HandledFact[],
): Promise<Evidence> {
  await until(
    async () => {
      const busy = await askAny(
        servers,
        `select id from sys_invocation where status not in ('completed', 'scheduled') limit 1`,
      )
      // Each query scans all partitions.
      if (busy.length > 0) await setTimeout(250)
      return busy.length === 0
    },
    'the end of all calls',
    3,
  )
  const cases: Case[] = []
  for (const [id, input] of load.inputs) {
    if (id.startsWith('S')) {
      await until(
        async () => (await retry(() => registrations.get(id)))?.state === 'ended.abandoned',
        `the end of ${id}`,
      )
    }
    const entry = await retry(() => registrations.get(id))
    const again = await retry(() => registrations.replay(id))
    cases.push({ id, input, entry, again, log: await wholeLog(registrations, id) })
  }
  const due = cases.flatMap(factsOf)
  await until(async () => {
    const done = new Set(handled.map(({ fact }) => fact))
    return due.every((id) => done.has(id))
  }, 'all facts')
  // A superfluous delivery would arrive in this time.
  await setTimeout(200)
  const rows = await askAny(
    servers,
    `select target from sys_invocation where target_handler_name = 'due' and status = 'scheduled'`,
  )
  return { cases, load, handled, waiting: rows.map(({ target }) => String(target)) }
}

/** The refunds that are owed or paid twice, as texts. A refund is due again only if its date has moved. */
function owedTwice(facts: readonly Fact[]): string[] {
  const due = facts.flatMap((fact) => (fact.type === 'refund.due' ? fact : []))
  const settled = facts.flatMap((fact) => (fact.type === 'refund.settled' ? fact.refundId : []))
  const refunds = new Set(due.map(({ refundId }) => refundId))
  const payments = new Set(
    due.map(({ transactionId, orderNo, amountFen }) => `${transactionId} ${orderNo} ${amountFen}`),
  )
  const dates = new Set(due.map(({ refundId, dueAt }) => `${refundId} ${dueAt}`))
  return [
    ...(refunds.size === payments.size ? [] : ['two refunds are owed for one payment']),
    ...(dates.size === due.length ? [] : ['a refund is due twice at one date']),
    ...(new Set(settled).size === settled.length ? [] : ['a refund was paid twice']),
  ]
}

/** What has not reached a candidate's other registrations: forfeits, integrity records, credits. */
function missingHistory(cases: readonly Case[]): string[] {
  const carryOvers = new Map(
    cases.map((one) => {
      const { exam, notice } = one.input
      const facts = replayed(one).flatMap(({ facts }) => facts)
      return [one.id, carryOverAfter(noCarryOver(exam.code, notice.examYear), facts)]
    }),
  )
  return cases.flatMap(({ id, input, entry, log }) => {
    // What an office says of a history replaces what was carried over.
    if (entry === null || log.some(({ type, key }) => type === 'history.amend' && key !== undefined))
      return []
    const others = cases.filter((other) => other.id !== id && other.input.candidateId === input.candidateId)
    const { exam, notice } = input
    const { commitmentForfeited, integrity, credits } = historyFromCarryOvers(
      { exam: exam.code, examYear: notice.examYear },
      others.flatMap((other) => carryOvers.get(other.id) ?? []),
      input.history,
    )
    const { context } = entry.snapshot
    const expected = [commitmentForfeited === true, integrity ?? [], credits ?? []]
    const known = [context.forfeitedElsewhere === true, context.integrity, context.credits]
    return JSON.stringify(known) === JSON.stringify(expected)
      ? []
      : [`${id}: the history of the candidate's other registrations has not reached it`]
  })
}

/** The violated invariants, as texts. */
export function violations({ cases, load, handled, waiting }: Evidence): string[] {
  const broken: string[] = missingHistory(cases)
  const byId = new Map(cases.map((one) => [one.id, { one, steps: replayed(one) }]))
  const seen = new Set<string>()
  const first = handled.filter(({ fact }) => seen.size < seen.add(fact).size)
  for (const [id, { one, steps }] of byId) {
    const report = (what: string) => broken.push(`${id}: ${what}`)
    for (const { wrong } of steps) if (wrong) report(wrong)
    one.log.forEach(({ revision }, i) => {
      if (revision !== i + 1) report(`revision ${i + 1} is missing`)
    })
    if (one.entry?.revision !== one.log.length) report(`is at ${one.entry?.revision} of ${one.log.length}`)
    const last = JSON.stringify(steps.at(-1)?.snapshot)
    if (JSON.stringify(one.entry?.snapshot) !== last) report('the log and the snapshot differ')
    const { library: _, ...entry } = { ...one.entry }
    if (JSON.stringify(one.again) !== JSON.stringify(entry)) report('replay gives another registration')
    for (const what of owedTwice(steps.flatMap(({ facts }) => facts))) report(what)
    const keys = one.log.flatMap(({ key }) => key ?? [])
    if (new Set(keys).size !== keys.length) report('a key was decided twice')
    const handledFacts = first.filter(({ fact }) => fact.startsWith(`${id}/`)).map(({ fact }) => fact)
    if (JSON.stringify(handledFacts) !== JSON.stringify(factsOf(one)))
      report('not all of its facts were handled, or not in order')
    const due = one.entry?.nextDue
    if (due !== undefined && !waiting.includes(`registration/${id}/due`))
      report('no call is scheduled for its deadline')
    if (id.startsWith('S')) {
      const closes = Date.parse(registrationPeriod(one.input.notice).closes)
      const passed = one.log.filter(({ type }) => type === 'clock.advance')
      if (passed.length !== 1) report(`its deadline fired ${passed.length} times`)
      const early = handled.filter(({ fact, when }) => fact.startsWith(`${id}/`) && when < closes - load.skew)
      if (early.length > 0) report('its deadline fired early')
    }
  }
  for (const { id, key, answer } of load.answered) {
    const steps = byId.get(id)?.steps ?? []
    const mine = steps.filter(({ row }) => (row.type === 'open' ? 'open' : row.key) === key)
    if (mine.length !== 1) broken.push(`${id} ${key} was answered and is ${mine.length} times in the log`)
    else if (mine[0]?.answer !== '' && mine[0]?.answer !== answer)
      broken.push(`${id} ${key} was answered differently from the log`)
  }
  return broken
}

/** How many registrations have a forfeit of another one. */
export const forfeitsElsewhere = ({ cases }: Evidence): number =>
  cases.filter(({ entry }) => entry?.snapshot.context.forfeitedElsewhere).length

/** How many deliveries were repeated, because the first result was lost. */
export const again = ({ handled }: Evidence): number =>
  handled.length - new Set(handled.map(({ fact }) => fact)).size
