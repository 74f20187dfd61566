import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Registrations } from '../../../examples/restate/client'
import {
  exams,
  type Journey,
  notices,
  type OpenInput,
  type RegistrationEvent,
  runJourney,
} from '../../../src'
import { openInputOf } from '../../../src/journey'
import type { DurableDecision } from '../../../src/restate'
import { TestClock } from '../../../src/testing/testClock'
import { digestOf, runOnLanes, scenarioOf } from '../../postgres/faults/scenarios'

/** The digest of a decision, by registration and key. */
export type Answered = { id: string; key: string; answer: string }

/** Retries a call until it succeeds. The engine may have processed it before; the key makes that harmless. */
export async function retry<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch {
      await setTimeout(20)
    }
  }
}

/** An instant before all scenarios, at which none of their deadlines is due. */
export const longBefore = Date.parse('2010-01-01T00:00:00+08:00')

/** The opening of an idle registration, which waits for its window to close. */
export function idleInputOf(number: number, closes: number): OpenInput {
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
    candidateId: `idle ${number}`,
    exam,
    notice: { ...notice, windows },
    at: instant(longBefore),
  }
}

/** Plays scenarios on concurrent lanes until it is stopped. */
export class Load {
  readonly answered: Answered[] = []
  readonly inputs = new Map<string, OpenInput>()
  private scenarios = 0
  private idle = 0
  private stopped = false
  private running: Promise<void> | undefined
  /** Takes the instants out of candidates' events, which happen right after the event before. */
  private readonly clock = new TestClock()

  constructor(
    private readonly registrations: Registrations,
    private readonly now: () => number,
    /** How far the clocks of the services differ, in milliseconds. */
    readonly skew = 0,
  ) {}

  start(lanes = 12): void {
    this.running = runOnLanes(lanes, () => {
      if (this.stopped) return undefined
      // Every fifth registration is idle, for up to 3.2 seconds.
      if (this.scenarios > this.idle * 4) {
        const number = this.idle++
        return () => this.open(idleInputOf(number, this.now() + 500 + (number % 10) * 300))
      }
      const number = this.scenarios++
      // Every seventh forfeits the commitment, which another registration of the candidate must learn.
      return () => (number % 7 === 6 ? this.forfeit(number) : this.play(number))
    })
  }

  /** Resolves when the running scenarios are finished. */
  async stop(): Promise<void> {
    this.stopped = true
    await this.running
  }

  private report(id: string, key: string, { requestDigest: _, ...decision }: DurableDecision): void {
    this.answered.push({ id, key, answer: digestOf(decision) })
  }

  private async open(input: OpenInput): Promise<void> {
    const { registrationId: id } = input
    this.inputs.set(id, input)
    const by = { role: 'office', id: 'office' } as const
    this.report(id, 'open', await retry(() => this.registrations.open(id, { ...input, by })))
  }

  private async forfeit(number: number): Promise<void> {
    const ids = { registrationId: `F${number}`, candidateId: `forfeits ${number}` }
    const journey = JSON.parse(
      readFileSync('examples/journeys/lives/2-given-up-and-paid-twice.json', 'utf8'),
    ) as Journey
    const { input } = openInputOf(journey, ids)
    const { notice } = input
    const other = { ...input, registrationId: `G${number}`, notice: { ...notice, sitting: 'second' } }
    await this.open(other)
    await this.playEvents(
      input,
      runJourney(journey, { ids }).steps.map(({ event }) => event),
    )
  }

  private play(number: number): Promise<void> {
    const { input, events } = scenarioOf(number)
    return this.playEvents(input, events)
  }

  private async playEvents(input: OpenInput, events: readonly RegistrationEvent[]): Promise<void> {
    const id = input.registrationId
    await this.open(input)
    for (const [i, event] of events.entries()) {
      const key = `event ${i + 1}`
      const undated = this.clock.event(id, event)
      this.report(id, key, await retry(() => this.registrations.send(id, { ...undated, key })))
    }
  }
}
