import { setTimeout } from 'node:timers/promises'
import type { Registrations } from '../../../examples/restate/client'
import { exams, notices, type OpenInput } from '../../../src'
import type { StoredDecision } from '../../../src/restate'
import { digestOf, lifeOf, liveAll } from '../../postgres/faults/lives'

/** What was answered, by registration and key. */
export type Answered = { id: string; key: string; answer: string }

/** Asks until it is answered: what was asked may have been done, and is asked again under the same key. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch {
      await setTimeout(20)
    }
  }
}

/** When nobody in the lives has done anything yet: none of their deadlines is due. */
export const longBefore = Date.parse('2010-01-01T00:00:00+08:00')

/** A registration that nobody does anything about: it waits for its window to close. */
export function sleeperOf(number: number, closes: number): OpenInput {
  const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
  if (exam === undefined || notice === undefined) throw new Error('nothing to register for')
  const instant = (at: number) => new Date(at).toISOString()
  const windows = {
    ...notice.windows,
    registration: { opens: instant(longBefore - 1), closes: instant(closes) },
    proofReview: { closes: instant(closes) },
    payment: { opens: instant(longBefore - 1), closes: instant(closes) },
  }
  return {
    registrationId: `S${number}`,
    candidateId: `sleeper ${number}`,
    exam,
    notice: { ...notice, windows },
    at: instant(longBefore),
  }
}

/** Candidates, one after the other on each of some lanes, until told to stop. */
export class Load {
  readonly answered: Answered[] = []
  readonly inputs = new Map<string, OpenInput>()
  private lives = 0
  private sleepers = 0
  private stopped = false
  private running: Promise<void> | undefined

  constructor(
    private readonly registrations: Registrations,
    private readonly now: () => number,
  ) {}

  start(lanes = 12): void {
    this.running = liveAll(lanes, () => {
      if (this.stopped) return undefined
      // Each fifth only waits, for at most so long.
      if (this.lives > this.sleepers * 4) {
        const number = this.sleepers++
        return () => this.sleep(sleeperOf(number, this.now() + 500 + (number % 10) * 300))
      }
      const number = this.lives++
      return () => this.live(number)
    })
  }

  /** Ends once everybody on the way has arrived. */
  async stop(): Promise<void> {
    this.stopped = true
    await this.running
  }

  private say(id: string, key: string, answer: StoredDecision): void {
    this.answered.push({ id, key, answer: digestOf(answer) })
  }

  private async open(input: OpenInput): Promise<void> {
    const { registrationId: id } = input
    this.inputs.set(id, input)
    this.say(id, 'open', await insist(() => this.registrations.open(id, input)))
  }

  private async sleep(input: OpenInput): Promise<void> {
    await this.open(input)
  }

  private async live(number: number): Promise<void> {
    const { input, events } = lifeOf(number)
    const id = input.registrationId
    await this.open(input)
    for (const [i, event] of events.entries()) {
      const key = `event ${i + 1}`
      this.say(id, key, await insist(() => this.registrations.send(id, { ...event, key })))
    }
  }
}
