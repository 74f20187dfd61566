import type { AnyDatabase, ClientLike, Database, Queryable, Session, Statement } from './database'

/** Notifies workers of new facts, so that they need not wait for their next poll. They still poll: a signal can be lost. */

/** The options of a wait. */
export type WaitOptions = {
  /** The longest wait, in milliseconds; 1,000 by default. Without `listen` it is the wait. */
  maxMs?: number
  /** Ends the wait, and the connection that listens. */
  signal?: AbortSignal
}

const notifyFacts: Statement = { name: 'baokao_notify', text: `select pg_notify($1, '')` }

/** Notifies the workers when the transaction is committed. @param channel the name of the schema */
export const notifyIn = (session: Session, channel: string): Promise<unknown> =>
  session.run(notifyFacts, [channel])

type Listens = {
  listen(channel: string, onFacts: () => void): Promise<() => Promise<unknown>>
}

/** A connection that listens and is not waited on for so long, in milliseconds, is given back. */
const idleAfter = 5000

/** Listens on a connection of its own. @returns what ends it; `undefined` if the database cannot listen */
async function listenOn(
  database: AnyDatabase,
  channel: string,
  onFacts: () => void,
  lost: () => void,
): Promise<(() => void) | undefined> {
  const { listen } = database as Partial<Listens>
  if (typeof listen === 'function') {
    const unlisten = await listen.call(database, channel, onFacts)
    return () => void Promise.resolve(unlisten()).catch(() => {})
  }
  if (!('connect' in database)) return undefined
  const client: ClientLike & Queryable = await database.connect()
  const on = client.on as ((event: string, listener: () => void) => unknown) | undefined
  if (on === undefined) {
    client.release()
    return undefined
  }
  let ended = false
  const end = (broken: boolean) => {
    if (ended) return
    ended = true
    // A connection that still listens must not be used for anything else.
    client.release(true)
    if (broken) lost()
  }
  on.call(client, 'notification', onFacts)
  on.call(client, 'error', () => end(true))
  on.call(client, 'end', () => end(true))
  try {
    await client.query(`listen "${channel}"`)
  } catch (error) {
    end(false)
    throw error
  }
  return () => end(false)
}

/** The signal of a store: sends it after its own writes, and waits for those of others. */
export class FactSignal {
  private sending = false
  private again = false
  private notified = false
  private readonly waiting = new Set<() => void>()
  private listening: Promise<(() => void) | undefined> | undefined
  private idle: NodeJS.Timeout | undefined

  /** @param base the same database, as the store uses it */
  constructor(
    private readonly database: AnyDatabase,
    private readonly base: Database,
  ) {}

  /**
   * Notifies the workers that facts are committed. While one signal is under way, the next waits, so that many writes cost
   * few signals; a signal within each transaction would make all commits of the server wait for one another.
   */
  ring(): void {
    this.arrived()
    this.again = true
    if (this.sending) return
    this.sending = true
    void this.send().finally(() => {
      this.sending = false
    })
  }

  private async send(): Promise<void> {
    while (this.again) {
      this.again = false
      // A worker that is not notified finds the facts when it polls.
      await notifyIn(this.base, this.base.schema).catch(() => {})
    }
  }

  private readonly arrived = (): void => {
    this.notified = true
    for (const wake of this.waiting) wake()
  }

  private readonly stop = (): void => {
    const { listening } = this
    this.listening = undefined
    listening?.then(
      (end) => end?.(),
      () => {},
    )
  }

  /** Resolves when facts may have come since the last wait, or after `maxMs`. */
  async wait({ maxMs = 1000, signal }: WaitOptions): Promise<void> {
    clearTimeout(this.idle)
    if (signal?.aborted) return this.stop()
    const lost = () => {
      this.listening = undefined
    }
    if (this.base.listen) {
      this.listening ??= listenOn(this.database, this.base.schema, this.arrived, lost)
      // Without a connection that listens the wait is a pause.
      await this.listening.catch(lost)
    }
    if (!this.notified && !signal?.aborted)
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          this.waiting.delete(wake)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const timer = setTimeout(wake, maxMs)
        this.waiting.add(wake)
        signal?.addEventListener('abort', wake)
      })
    this.notified = false
    if (signal?.aborted) this.stop()
    else if (this.waiting.size === 0) {
      clearTimeout(this.idle)
      this.idle = setTimeout(this.stop, idleAfter).unref()
    }
  }
}
