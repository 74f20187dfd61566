import type pg from 'pg'
import type { OpenInput, RegistrationEvent } from '../../../src'
import {
  createStore,
  type EventInput,
  type Store,
  type StoredDecision,
  StoreError,
} from '../../../src/postgres'
import { TestClock } from '../../../src/testing/testClock'
import type { BulkItem, OwnTransaction, Recorder, SendOptions } from './recorder'
import { familyScenarioOf, theEnd } from './scenarios'

/** Clients that use a store in every way, as fast as they can, and repeat what fails. */

export const pause = (ms = 10) => new Promise((resolve) => setTimeout(resolve, ms))

/** The codes of the errors after which a client tries again. */
const passing = ['conflict', 'unavailable', 'closed', 'full']

/** Whether an error of a store or of the driver may pass. */
export const mayPass = (error: unknown): boolean =>
  error instanceof StoreError
    ? passing.includes(error.code)
    : error instanceof Error &&
      ('code' in error || /terminated|timeout|rolled back|queryable/i.test(error.message))

const gateway = { role: 'gateway', id: 'gateway' } as const
const office = { role: 'office', id: 'office' } as const

/** A payment in the bank's file of a scenario, for its neighbour. The bank may send it later than it was made. */
function bankPayment(number: number): {
  id: string
  event: RegistrationEvent<'payment.settle'>
  key: string
} {
  const { registrationId: id, at } = familyScenarioOf(Math.max(0, number - 1)).input
  const paid = { orderNo: `${id}-1`, transactionId: `bank ${number}`, amountFen: 17_100, paidAt: at }
  return { id, event: { type: 'payment.settle', at, by: gateway, ...paid }, key: `bank ${number}` }
}

export type ClientOptions = {
  pool: pg.Pool
  /** A pool whose answers may be lost. */
  lossy?: pg.Pool
  /** Whether the stores prepare their statements. */
  prepare?: boolean
  recorder: Recorder
  random: () => number
  /** Collects the errors that passed. */
  passed?: unknown[]
  /** Wraps each store, for a fault on purpose. */
  wrap?: (store: Store, clock: TestClock) => Store
}

export class Clients {
  /** Two stores, so that two calls of this process are in the database at once; the third may lose its answers. */
  private readonly stores: readonly Store[]
  private readonly lossy: Store
  private readonly clock = new TestClock()
  private readonly recorder: Recorder
  private readonly random: () => number

  constructor(private readonly options: ClientOptions) {
    const { pool, lossy = pool, prepare = true, wrap = (store) => store } = options
    const on = (database: pg.Pool) =>
      wrap(createStore(database, { now: this.clock.now, prepare }), this.clock)
    this.stores = [on(pool), on(pool)]
    this.lossy = on(lossy)
    this.recorder = options.recorder
    this.random = options.random
  }

  private get store(): Store {
    return this.stores[this.random() < 0.5 ? 0 : 1] as Store
  }

  private dice(chance: number): boolean {
    return this.random() < chance
  }

  /** Repeats work until it does not fail; whether an earlier attempt was stored does not matter to it. */
  private async patiently<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!mayPass(error)) throw error
        this.options.passed?.push(error)
        await pause()
      }
    }
  }

  private send(
    id: string,
    event: RegistrationEvent | EventInput,
    { store = this.store, ...options }: SendOptions & { store?: Store } = {},
  ): Promise<StoredDecision> {
    return this.recorder.send(store, id, this.clock.event(id, event), options)
  }

  /** @param answered how many of its events are known to be decided; the last of them is sent again */
  async play(number: number, answered: number): Promise<void> {
    const { input, events } = familyScenarioOf(number)
    const id = input.registrationId
    if (answered === 0) await this.open(input)
    // One of a dozen writes to all that share its notice, in the middle of its life.
    let writesAt = number % 12 === 7 ? Math.floor(events.length / 2) : events.length
    for (let i = Math.max(0, answered - 1); i < events.length; ) {
      if (i >= writesAt) {
        await this.toNotice(number, input.notice.id, events[i] as RegistrationEvent)
        writesAt = events.length
      }
      i += await this.step(number, events, i)
      if (this.dice(0.1)) await this.patiently(() => this.recorder.get(this.store, id))
    }
  }

  /** Plays a scenario without any chance: each event once, under its key. */
  async playPlainly(number: number): Promise<void> {
    const { input, events } = familyScenarioOf(number)
    await this.recorder.open(this.store, this.clock.opening(input))
    for (const [i, event] of events.entries())
      await this.send(input.registrationId, event, { key: `event ${i + 1}` })
    // Another event under a used key.
    const [first] = events
    await this.send(input.registrationId, { ...first, by: office } as EventInput, { key: 'event 1' })
  }

  private async open(given: OpenInput): Promise<void> {
    const input = this.clock.opening(given)
    const open = (store = this.store, own?: OwnTransaction) => this.recorder.open(store, input, own)
    const way = this.random()
    if (way < 0.2) await this.within(this.dice(0.5) ? 'rollback' : 'commit', (own) => open(this.store, own))
    if (way < 0.4) await this.patiently(() => open(this.lossy))
    // Two at once are one.
    if (way > 0.8) await this.patiently(() => Promise.all(this.stores.map((store) => open(store))))
    await this.patiently(() => open())
  }

  /** Sends the next events. @returns how many */
  private async step(number: number, events: readonly RegistrationEvent[], i: number): Promise<number> {
    const id = `R${number}`
    const event = events[i] as RegistrationEvent
    const step = i + 1
    const key = `event ${step}`
    const keyed = { key, step }
    const send = (options: Parameters<Clients['send']>[2] = keyed) =>
      this.patiently(() => this.send(id, event, options))
    const way = this.random()
    if (way < 0.1) {
      // Without a key it is not sent again after a lost answer, unless it surely failed.
      await send({ step, store: this.stores[0] as Store })
    } else if (way < 0.2) {
      await this.patiently(() =>
        Promise.all(this.stores.map((store) => this.send(id, event, { ...keyed, store }))),
      )
    } else if (way < 0.38) {
      await send({ ...keyed, store: this.lossy })
    } else if (way < 0.54) {
      return this.inTransaction(number, events, i)
    } else if (way < 0.62) {
      await this.atRevision(id, event, keyed)
    } else if (way < 0.7) {
      return this.inBulk(number, events, i)
    } else if (way < 0.75) {
      await this.oddly(id, event)
      await send()
    } else {
      const decision = await send()
      if (this.dice(0.3)) await send()
      if (this.dice(0.1))
        await this.patiently(() => this.send(id, { ...event, by: office } as EventInput, keyed))
      await this.afterwards(id, event, step, decision)
    }
    return 1
  }

  /** Pays twice, and pays back. */
  private async afterwards(id: string, event: RegistrationEvent, step: number, decision: StoredDecision) {
    if (event.type === 'payment.settle' && this.dice(0.5)) {
      const other = this.dice(0.4)
        ? {}
        : this.dice(0.7)
          ? { transactionId: `${event.transactionId}-again` }
          : { amountFen: event.amountFen + 100 }
      const again = () => this.send(id, { ...event, ...other }, { key: `again ${step}` })
      await this.patiently(again)
    }
    for (const fact of decision.facts) {
      if (fact.type !== 'refund.due' || !this.dice(0.6)) continue
      const { refundId } = fact
      const settle = { type: 'refund.settle', at: event.at, by: gateway, refundId } as const
      await this.patiently(() => this.send(id, settle, { key: `refund ${refundId}` }))
    }
  }

  /** Runs calls in a transaction of the caller, once. @returns whether it was committed, as far as the caller knows */
  private async within(end: 'commit' | 'rollback', work: (own: OwnTransaction) => Promise<unknown>) {
    const { pool, lossy = pool } = this.options
    try {
      await this.recorder.transaction(this.dice(0.3) ? lossy : pool, end, work)
      return end === 'commit'
    } catch (error) {
      if (!mayPass(error)) throw error
      this.options.passed?.push(error)
      await pause()
      return false
    }
  }

  private async inTransaction(
    number: number,
    events: readonly RegistrationEvent[],
    i: number,
  ): Promise<number> {
    const id = `R${number}`
    const some = events.slice(i, i + 1 + Math.floor(this.random() * 3))
    const isKeyed = this.dice(0.7)
    const work = async (own: OwnTransaction) => {
      const send = (event: RegistrationEvent, n: number) =>
        this.send(id, event, { own, step: i + n + 1, ...(isKeyed && { key: `event ${i + n + 1}` }) })
      // Several at once in a transaction queue.
      if (this.dice(0.3)) await Promise.all(some.map(send))
      else for (const [n, event] of some.entries()) await send(event, n)
      if (this.dice(0.2) && some[0] !== undefined) await send(some[0], 0)
      // Another candidate's registration in the same transaction: two such transactions may wait for each other.
      const { id: other, event, key } = bankPayment(Math.max(1, number + (this.dice(0.5) ? 4 : -4)))
      if (this.dice(0.4)) await this.send(other, event, { own, key })
    }
    if (this.dice(0.35)) await this.within('rollback', work)
    while (!(await this.within('commit', work)));
    return some.length
  }

  private async atRevision(id: string, event: RegistrationEvent, keyed: SendOptions): Promise<void> {
    const revision = await this.patiently(() => this.recorder.get(this.store, id))
    if (revision !== undefined) {
      const ifRevision = this.dice(0.7) ? revision : Math.max(0, revision - 1)
      const decision = await this.patiently(() => this.send(id, event, { ...keyed, ifRevision }))
      if (decision.accepted || decision.refusal.rule !== 'registration.changed') return
    }
    await this.patiently(() => this.send(id, event, keyed))
  }

  /** Sends several events of the registration, and payments for its neighbour, as a file of the bank does. */
  private async inBulk(number: number, events: readonly RegistrationEvent[], i: number): Promise<number> {
    const id = `R${number}`
    const some = events.slice(i, i + 4)
    const own: BulkItem[] = some.map((event, n) => ({
      id,
      event: this.clock.event(id, event),
      key: `event ${i + n + 1}`,
      step: i + n + 1,
    }))
    const { id: neighbour, event: payment, key } = bankPayment(number)
    const review = { type: 'proof.approve', at: payment.at, by: office } as RegistrationEvent
    const items: BulkItem[] = [
      ...own,
      { id: neighbour, event: this.clock.event(neighbour, payment), key },
      {
        id: neighbour,
        event: this.clock.event(neighbour, review),
        key: `review ${number}`,
        retryRefused: true,
      },
    ]
    const store = this.dice(0.3) ? this.lossy : this.store
    await this.patiently(() => this.recorder.sendAll(store, items, 3))
    return some.length
  }

  /** Sends what the store refuses itself, or the machine as malformed. */
  private async oddly(id: string, event: RegistrationEvent): Promise<void> {
    const at = new Date(Date.parse(event.at) + 86_400_000).toISOString()
    const candidate = {
      type: 'application.confirm',
      at,
      by: { role: 'candidate', id: 'C' },
    } as unknown as EventInput
    const ways: (() => Promise<unknown>)[] = [
      () => this.recorder.send(this.store, id, candidate),
      () => this.recorder.send(this.store, id, { type: 'proof.approve', at, by: office } as EventInput),
      () => this.send(id, { type: 'proof.approve', by: office, unknown: 1 } as unknown as EventInput),
      () => this.send(id, event, { key: '' }),
      () => this.send(`${id}-none`, event),
    ]
    const way = ways[Math.floor(this.random() * ways.length)] as () => Promise<unknown>
    await this.patiently(way)
  }

  private async toNotice(number: number, notice: string, { at }: RegistrationEvent): Promise<void> {
    const first = number - (number % 12)
    for (let other = first; other < first + 12; other += 1) this.clock.set(`R${other}`, at)
    // An amendment may not be in the future of the store.
    this.clock.set('', theEnd)
    const cancels = Math.floor(number / 12) % 3 === 2
    const windows = { payment: { opens: '2024-04-07T09:00:00+08:00', closes: '2024-04-25T17:00:00+08:00' } }
    const event = cancels
      ? { type: 'exam.cancel', at, by: office, reason: 'storm' }
      : { type: 'notice.amend', at, by: office, windows }
    await this.patiently(() => this.recorder.sendToNotice(this.store, notice, event as EventInput, undefined))
  }
}
