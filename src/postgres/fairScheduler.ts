import { systemTime } from '../time'

/**
 * The maximum wait in milliseconds. It limits the delay when a batch in the same process makes each turn of the event
 * loop long.
 */
const maxWait = 5

/**
 * Resumes one caller in each turn of the event loop. Between turns, results of the database are read and waiting
 * statements are sent, so that the database is never idle. Callers that have waited too long are resumed together.
 */
export class FairScheduler {
  private readonly waiting: { since: number; resume: () => void }[] = []

  /** Captured here, so that fake timers in an embedder's tests do not stop the scheduler. */
  private readonly schedule: (turn: () => void) => unknown = setImmediate

  /** Resolves when it is the caller's turn. */
  next(): Promise<void> {
    return new Promise((resume) => {
      if (this.waiting.push({ since: systemTime(), resume }) === 1) this.schedule(this.turn)
    })
  }

  private readonly turn = (): void => {
    const latest = systemTime() - maxWait
    do this.waiting.shift()?.resume()
    while (this.waiting[0] !== undefined && this.waiting[0].since < latest)
    if (this.waiting.length > 0) this.schedule(this.turn)
  }
}
