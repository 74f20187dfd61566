import type pg from 'pg'
import type { OpenInput } from '../../../src'
import {
  type EventInput,
  type FactHandler,
  type Store,
  type StoredDecision,
  StoreError,
  type Transaction,
} from '../../../src/postgres'
import { type Answered, type GivenEvent, type HistoryLine, type Invoked, monotonic } from '../history/history'
import { insertOwnRow } from '../history/tables'
import { digestOf } from '../history/world'

/** Makes calls of a store, and records each of them with its answer in a history. */

/** A transaction of the caller, and its name in the history. */
export type OwnTransaction = { tx: string; client: Transaction }

export type SendOptions = {
  key?: string
  ifRevision?: number
  own?: OwnTransaction
  step?: number
}

/** An item of a bulk send. */
export type BulkItem = { id: string; event: EventInput; key: string; step?: number; retryRefused?: true }

type Request = Omit<Invoked, 'line' | 'call' | 'process' | 'time'>

const codeOf = (error: unknown): string =>
  error instanceof StoreError ? error.code : error instanceof Error ? error.name : String(error)

/** The JSON of a value, without what JSON leaves out. */
const asJson = <T>(value: unknown): T => JSON.parse(JSON.stringify(value)) as T

export class Recorder {
  private count = 0

  /** @param process the name of the process, which begins the names of its calls */
  constructor(
    private readonly process: string,
    private readonly write: (line: HistoryLine) => void,
  ) {}

  /** How many calls have begun. */
  get calls(): number {
    return this.count
  }

  private next(): string {
    this.count += 1
    return `${this.process}-${this.count}`
  }

  private invoked(request: Request, call = this.next()): string {
    this.write({ line: 'invoked', call, process: this.process, time: monotonic(), ...request })
    return call
  }

  private answered(call: string, id: string, decision: StoredDecision): void {
    const { accepted, facts, fired, snapshot, repeated, revision } = decision
    const line: Answered = {
      line: 'answered',
      call,
      id,
      time: monotonic(),
      accepted,
      ...asJson<Pick<Answered, 'facts' | 'fired'>>({ facts, fired }),
      snapshot: digestOf(JSON.stringify(snapshot)),
      repeated,
    }
    if (revision !== undefined) line.revision = revision
    if (!decision.accepted) {
      line.rule = decision.refusal.rule
      if (decision.refusal.issues) line.paths = decision.refusal.issues.map(({ path }) => path)
    }
    this.write(line)
  }

  private failed(call: string, error: unknown): void {
    this.write({ line: 'failed', call, time: monotonic(), code: codeOf(error) })
  }

  private async recorded<T>(call: string, work: () => Promise<T>, end: (result: T) => void): Promise<T> {
    let result: T
    try {
      result = await work()
    } catch (error) {
      this.failed(call, error)
      throw error
    }
    end(result)
    return result
  }

  open(store: Store, input: Omit<OpenInput, 'at'>, own?: OwnTransaction): Promise<StoredDecision> {
    const { exam, notice, ...rest } = input
    const { registrationId: id } = input
    const opening = asJson<NonNullable<Invoked['opening']>>({ ...rest, exam: exam.code, notice: notice.id })
    const call = this.invoked({ what: 'open', id, opening, ...(own && { tx: own.tx }) })
    const given = { ...input, meta: { call } }
    return this.recorded(
      call,
      () => store.open(given, own && { tx: own.client }),
      (decision) => this.answered(call, id, decision),
    )
  }

  send(store: Store, id: string, event: EventInput, options: SendOptions = {}): Promise<StoredDecision> {
    const { key, ifRevision, own, step } = options
    const call = this.next()
    const given = { ...event, meta: { call } } as EventInput
    const limits = { ...(key !== undefined && { key }), ...(ifRevision !== undefined && { ifRevision }) }
    const request: Request = {
      what: 'send',
      id,
      event: asJson<GivenEvent>(given),
      ...limits,
      ...(own && { tx: own.tx }),
      ...(step !== undefined && { step }),
    }
    this.invoked(request, call)
    return this.recorded(
      call,
      () => store.send(id, given, { ...limits, ...(own && { tx: own.client }) }),
      (decision) => this.answered(call, id, decision),
    )
  }

  /** @returns the revision of a registration; `undefined` if it does not exist */
  async get(store: Store, id: string): Promise<number | undefined> {
    const call = this.invoked({ what: 'get', id })
    const entry = await this.recorded(
      call,
      () => store.get(id),
      (entry) => {
        if (entry === undefined) return
        const { snapshot, revision } = entry
        this.answered(call, id, {
          accepted: true,
          facts: [],
          fired: [],
          snapshot,
          repeated: false,
          revision,
        } as StoredDecision)
      },
    )
    return entry?.revision
  }

  async sendAll(store: Store, items: readonly BulkItem[], size: number): Promise<void> {
    const bulk = this.next()
    const calls = items.map(({ id, event, key, step, retryRefused }, i) => {
      const call = this.next()
      const batch = `${bulk}/${Math.floor(i / size)}`
      const given = { ...event, meta: { call } } as EventInput
      const flags = { ...(step !== undefined && { step }), ...(retryRefused && { retryRefused }) }
      this.invoked({ what: 'send', id, event: asJson<GivenEvent>(given), key, batch, ...flags }, call)
      return { call, batch, item: { id, event: given, key, ...(retryRefused && { retryRefused }) } }
    })
    const open = new Map(calls.map((one) => [one.item, one]))
    try {
      await store.sendAll(
        calls.map(({ item }) => item),
        {
          batch: size,
          onDecision: (item, decision) => {
            const own = open.get(item as (typeof calls)[number]['item'])
            if (own === undefined) return
            this.answered(own.call, item.id, decision)
            open.delete(own.item)
          },
        },
      )
    } catch (error) {
      const left = [...open.values()]
      // Of several batches only the first error is known: the others may be stored.
      const isOne = new Set(left.map(({ batch }) => batch)).size === 1
      for (const { call } of left)
        this.failed(
          call,
          isOne ? error : new StoreError('unavailable', 'the outcome of the batch is unknown'),
        )
      throw error
    }
  }

  async sendToNotice(
    store: Store,
    notice: string,
    event: EventInput,
    step: number | undefined,
  ): Promise<void> {
    const call = this.next()
    const given = { ...event, meta: { call } } as Parameters<Store['sendToNotice']>[1]
    const request: Request = { what: 'sendToNotice', id: notice, event: asJson<GivenEvent>(given) }
    this.invoked({ ...request, ...(step !== undefined && { step }) }, call)
    await this.recorded(
      call,
      () =>
        store.sendToNotice(notice, given, {
          batch: 3,
          onDecision: ({ id }, decision) => this.answered(call, id, decision),
        }),
      ({ sent }) => this.write({ line: 'returned', call, time: monotonic(), count: sent }),
    )
  }

  fireDeadlines(store: Store, until: string, limit?: number): Promise<number> {
    const limits = { until, ...(limit !== undefined && { limit }) }
    const call = this.invoked({ what: 'fireDeadlines', id: '', ...limits })
    return this.recorded(
      call,
      () => store.fireDeadlines(limits),
      (count) => this.write({ line: 'returned', call, time: monotonic(), count }),
    )
  }

  /** A handler that records when it begins and ends with a fact. */
  handler(work: FactHandler): FactHandler {
    return async (delivery, signal) => {
      const handling = this.next()
      const { id: fact } = delivery
      const content = JSON.stringify(delivery.fact)
      this.write({
        line: 'handling',
        handling,
        process: this.process,
        time: monotonic(),
        fact,
        content,
      })
      try {
        await work(delivery, signal)
      } catch (error) {
        this.write({ line: 'handled', handling, time: monotonic(), failed: true })
        throw error
      }
      this.write({ line: 'handled', handling, time: monotonic() })
    }
  }

  /** Runs work in a transaction of the caller, with a row of its own beside it. */
  async transaction<T>(
    pool: pg.Pool,
    end: 'commit' | 'rollback',
    work: (own: OwnTransaction) => Promise<T>,
  ): Promise<T> {
    const client = await pool.connect()
    client.on('error', ignore)
    const tx = this.next()
    const line = (line: 'began' | 'committing' | 'committed' | 'rolledBack' | 'lost') =>
      this.write({ line, tx, process: this.process, time: monotonic() })
    line('began')
    let isSent = false
    let broken = false
    try {
      await client.query('begin')
      const result = await work({ tx, client })
      await client.query(insertOwnRow, [tx])
      if (end === 'commit') {
        line('committing')
        isSent = true
        const { command } = await client.query('commit')
        // PostgreSQL answers so, without an error, if a statement of the transaction has failed.
        isSent = command !== 'ROLLBACK'
        if (!isSent) throw new Error('the transaction was rolled back')
        line('committed')
      } else {
        await client.query('rollback')
        line('rolledBack')
      }
      return result
    } catch (error) {
      line(isSent ? 'lost' : 'rolledBack')
      await client.query('rollback').catch(() => {
        broken = true
      })
      throw error
    } finally {
      if (!broken) client.off('error', ignore)
      client.release(broken)
    }
  }
}

const ignore = (): void => {}
