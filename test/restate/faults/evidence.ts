import { setTimeout } from 'node:timers/promises'
import { until } from '../../../examples/loopback'
import type { Registrations } from '../../../examples/restate/client'
import type { Server } from '../../../examples/restate/server'
import { decide, type Fact, type OpenInput, open, type Snapshot } from '../../../src'
import type { Entry, LogRow } from '../../../src/restate'
import { digestOf } from '../../postgres/faults/lives'
import type { Load } from './load'
import type { Told } from './process'

type Handled = Extract<Told, { what: 'handled' }>

/** What stands of a registration after all. */
export type Case = { id: string; input: OpenInput; entry: Entry | null; log: LogRow[] }

/** Everything to judge by. */
export type Evidence = { cases: Case[]; load: Load; handled: Handled[]; waiting: string[] }

/** What playing a log through `open` and `decide` gives, entry by entry. */
type Step = { row: LogRow; answer: string; facts: Fact[]; snapshot: Snapshot | null; wrong?: string }

function played({ input, log }: Case): Step[] {
  let snapshot: Snapshot | null = null
  return log.map((row): Step => {
    // What the objects say by themselves leaves the registration as it is.
    if (row.rule === 'registration.exists') return { row, answer: '', facts: [], snapshot }
    const { exam, notice } = input
    const given = row.event as never
    const decision =
      snapshot === null
        ? open({ ...(given as OpenInput), exam, notice } as OpenInput)
        : decide(snapshot, given)
    snapshot = decision.snapshot
    const rule = decision.accepted ? undefined : decision.refusal.rule
    const same = rule === row.rule && JSON.stringify(decision.fired) === JSON.stringify(row.fired)
    const { facts } = decision
    const wrong = same ? {} : { wrong: `${row.revision} was decided otherwise than decide does` }
    return { row, answer: digestOf(decision), facts, snapshot, ...wrong }
  })
}

/** The ids of the facts that a log tells, in order. */
const factsOf = (one: Case): string[] =>
  played(one).flatMap(({ row, facts }) => facts.map((_, n) => `${one.id}/${row.revision}/${n}`))

async function wholeLog(registrations: Registrations, id: string): Promise<LogRow[]> {
  const log: LogRow[] = []
  for (;;) {
    const page = await registrations.log(id, { after: log.length })
    log.push(...page)
    if (page.length < 100) return log
  }
}

/** Waits until the engine has nothing more to do but what is due later, and gathers what stands. */
export async function gather(
  server: Server,
  registrations: Registrations,
  load: Load,
  handled: Handled[],
): Promise<Evidence> {
  await until(async () => {
    const busy = await server.ask(
      `select id from sys_invocation where status not in ('completed', 'scheduled') limit 1`,
    )
    return busy.length === 0
  }, 'the end of all calls')
  const cases: Case[] = []
  for (const [id, input] of load.inputs) {
    if (id.startsWith('S')) {
      await until(async () => (await registrations.get(id))?.state === 'ended.abandoned', `the end of ${id}`)
    }
    cases.push({ id, input, entry: await registrations.get(id), log: await wholeLog(registrations, id) })
  }
  const due = cases.flatMap(factsOf)
  await until(async () => {
    const done = new Set(handled.map(({ fact }) => fact))
    return due.every((id) => done.has(id))
  }, 'all facts')
  // One that came once too often would come now.
  await setTimeout(200)
  const rows = await server.ask(
    `select target from sys_invocation where target_handler_name = 'due' and status = 'scheduled'`,
  )
  return { cases, load, handled, waiting: rows.map(({ target }) => String(target)) }
}

/** What must hold after any fault; nothing where it does. */
export function violations({ cases, load, handled, waiting }: Evidence): string[] {
  const broken: string[] = []
  const byId = new Map(cases.map((one) => [one.id, { one, steps: played(one) }]))
  const seen = new Set<string>()
  const first = handled.filter(({ fact }) => seen.size < seen.add(fact).size)
  for (const [id, { one, steps }] of byId) {
    const say = (what: string) => broken.push(`${id}: ${what}`)
    for (const { wrong } of steps) if (wrong) say(wrong)
    one.log.forEach(({ revision }, i) => {
      if (revision !== i + 1) say(`revision ${i + 1} is missing`)
    })
    if (one.entry?.revision !== one.log.length) say(`stands at ${one.entry?.revision} of ${one.log.length}`)
    const last = JSON.stringify(steps.at(-1)?.snapshot)
    if (JSON.stringify(one.entry?.snapshot) !== last) say('the log gives something else than the snapshot')
    const keys = one.log.flatMap(({ key }) => key ?? [])
    if (new Set(keys).size !== keys.length) say('a key was decided twice')
    const told = first.filter(({ fact }) => fact.startsWith(`${id}/`)).map(({ fact }) => fact)
    if (JSON.stringify(told) !== JSON.stringify(factsOf(one)))
      say('its facts were not handled all, or not in order')
    const due = one.entry?.nextDue
    if (due !== undefined && !waiting.includes(`registration/${id}/due`)) say('nobody waits for its deadline')
    if (id.startsWith('S')) {
      const closes = Date.parse(one.input.notice.windows.registration.closes)
      const passed = one.log.filter(({ type }) => type === 'clock.advance')
      if (passed.length !== 1) say(`its deadline fired ${passed.length} times`)
      const early = handled.filter(({ fact, when }) => fact.startsWith(`${id}/`) && when < closes)
      if (early.length > 0) say('its deadline fired early')
    }
  }
  for (const { id, key, answer } of load.answered) {
    const steps = byId.get(id)?.steps ?? []
    const mine = steps.filter(({ row }) => (row.type === 'open' ? 'open' : row.key) === key)
    if (mine.length !== 1) broken.push(`${id} ${key} was answered and stands ${mine.length} times in the log`)
    else if (mine[0]?.answer !== '' && mine[0]?.answer !== answer)
      broken.push(`${id} ${key} was answered otherwise than the log says`)
  }
  return broken
}

/** How often facts were handled once more than told: those whose handling was cut short. */
export const again = ({ handled }: Evidence): number =>
  handled.length - new Set(handled.map(({ fact }) => fact)).size
