import type { FactType } from '../facts'
import { callHandler } from '../persistence/callHandler'
import { errorLabel } from '../persistence/errorLabel'
import { defaultBackoff, waitAfter } from '../persistence/retries'
import { isUndeliverable } from '../persistence/undeliverable'
import type { DeliveryCall } from './deliveryCall'
import type { FactOutcome, Leased, Settlement } from './lease'
import { notify } from './notify'

/** Lets a call wait until a fact was settled. */
class Alarm {
  ring: () => void = () => {}

  async wait(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.ring = resolve
      timer = setTimeout(resolve, pollInterval)
    })
    clearTimeout(timer)
  }
}

/** The longest wait for running handlers before the outbox is asked again, in milliseconds. */
const pollInterval = 1000

/** Groups leased facts by registration, each in order. Facts whose order does not matter are groups of their own. */
function byRegistration(leased: readonly Leased[], anyOrder: readonly FactType[]): Leased[][] {
  const groups = new Map<string, Leased[]>()
  for (const one of leased) {
    const { id, registrationId, fact } = one.delivery
    const name = anyOrder.includes(fact.type) ? id : registrationId
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [one])
    else group.push(one)
  }
  return [...groups.values()]
}

/** Handles facts of several registrations at once. While the handlers of one lane run, the database works for the other. */
export class DeliveryLane {
  private readonly settled: Settlement[] = []
  private readonly running = new Set<Promise<void>>()
  private readonly alarm = new Alarm()

  constructor(
    private readonly call: DeliveryCall,
    private readonly registrations: number,
  ) {}

  /**
   * Delivers until nothing is left.
   * @param whenBusy called once there is more than the lane can take at once
   */
  async run(whenBusy: () => void): Promise<void> {
    try {
      while (await this.turn(whenBusy)) {
        if (this.settled.length === 0 && this.running.size > 0) await this.alarm.wait()
        // Handlers that settle in the same turn are written together.
        await new Promise(setImmediate)
      }
    } catch (error) {
      this.call.stop()
      throw error
    } finally {
      // Waits until every running handler has settled or timed out, even if the database has failed, and stores what it
      // can: what is not stored is delivered again.
      await Promise.allSettled(this.running)
      await this.call.settle(this.settled.splice(0)).catch(() => {})
    }
  }

  /** Stores what was handled, while the next facts are leased, and starts those. @returns whether there may be more */
  private async turn(whenBusy: () => void): Promise<boolean> {
    // What was settled may have let others go.
    const storedSome = this.settled.length > 0
    const free = this.registrations - this.running.size
    const settlements = this.settled.splice(0)
    // A fact is not started so late that its handler could outlast the lease.
    const late = AbortSignal.timeout(Math.ceil(this.call.timeout))
    const [leasing, stored] = await Promise.allSettled([this.call.lease(free), this.call.settle(settlements)])
    // They are stored again when the call ends.
    if (stored.status === 'rejected') this.settled.unshift(...settlements)
    if (leasing.status === 'rejected') throw leasing.reason
    const { leased, mayBeMore } = leasing.value
    if (stored.status === 'rejected') {
      for (const fact of leased) this.settle(fact, { outcome: 'released' })
      throw stored.reason
    }
    const groups = byRegistration(leased, this.call.anyOrder)
    for (const group of groups) this.start(group, late)
    if (groups.length > 0 && groups.length === free) whenBusy()
    return mayBeMore || storedSome || this.running.size > 0 || this.settled.length > 0
  }

  /** Handles the facts of a registration one after the other. */
  private start(facts: readonly Leased[], late: AbortSignal): void {
    const handling = this.handleAll(facts, () => this.call.ends() || late.aborted).finally(() => {
      this.running.delete(handling)
    })
    this.running.add(handling)
  }

  private async handleAll(facts: readonly Leased[], late: () => boolean): Promise<void> {
    for (const fact of facts) {
      if (late()) return this.settle(fact, { outcome: 'released' })
      if (!(await this.handle(fact))) return
    }
  }

  /** @returns whether it succeeded; if not, its lease has ended, and those that follow it are not handled yet */
  private async handle(fact: Leased): Promise<boolean> {
    const { handler, options, timeout, tries, failed } = this.call
    const { attempt, position } = fact.delivery
    try {
      await callHandler(handler, fact.delivery, timeout)
      this.call.delivered += 1
      this.settle(fact, { outcome: 'handled' })
      return true
    } catch (thrown) {
      const error = errorLabel(thrown)
      const dead = isUndeliverable(thrown) || attempt >= tries
      const wait = waitAfter(attempt, options.backoff ?? defaultBackoff)
      failed.push(String(position))
      this.settle(fact, { outcome: 'failed', tries: attempt, error, wait, dead })
      notify(options.onFailure, { ...fact.delivery, tries: attempt, error, thrown })
      return false
    }
  }

  private settle({ place, lease }: Leased, outcome: FactOutcome): void {
    this.settled.push({ place, lease, outcome })
    this.alarm.ring()
  }
}
