import { machineTime } from '../time'

/** Milliseconds that somebody waits behind others; a batch beside them makes each turn of the event loop a long one. */
const maxWait = 5

/**
 * Lets those who wait go on one at a time, each in a turn of the event loop of its own: what has come from the database
 * meanwhile is read and what waits for a connection is sent off before the next begins, so that the database works on.
 */
export class FairScheduler {
  private readonly waiting: { since: number; go: () => void }[] = []

  /** As it was when this was made: timers that an embedder's test fakes later hold nobody up. */
  private readonly soon: (give: () => void) => unknown = setImmediate

  next(): Promise<void> {
    return new Promise((go) => {
      if (this.waiting.push({ since: machineTime(), go }) === 1) this.soon(this.give)
    })
  }

  private readonly give = (): void => {
    const late = machineTime() - maxWait
    do this.waiting.shift()?.go()
    while (this.waiting[0] !== undefined && this.waiting[0].since < late)
    if (this.waiting.length > 0) this.soon(this.give)
  }
}
