import type { RegistrationEvent } from '../events'
import type { OpenInput } from '../model/opening'
import { happensNow } from '../persistence/timedEvent'
import type { EventInput } from '../persistence/types'
import { type Millis, parseInstant, systemTime } from '../time'

/**
 * A clock for a store or a durable engine that gives each registration its own time, so that dated events, such as those
 * of a journey, can be sent: `now` is the option of the store, and each event sets the time of its registration.
 * @example
 * ```ts
 * import { PGlite } from '@electric-sql/pglite'
 * import { createStore } from 'baokao/postgres'
 * import { given, TestClock } from 'baokao/testing'
 *
 * const database = await PGlite.create()
 * const clock = new TestClock()
 * const store = createStore(database, { now: clock.now })
 * await store.migrate()
 * const { input, events } = given('marking.awaited')
 * await store.open(clock.opening(input))
 * for (const event of events) await store.send(input.registrationId, clock.event(input.registrationId, event))
 * await database.close()
 * ```
 */
export class TestClock {
  private readonly instants = new Map<string, Millis>()

  /** @param otherwise the time of a registration for which none was set; by default the machine's */
  constructor(private readonly otherwise: () => Millis = systemTime) {}

  /** The time of a registration, in milliseconds. */
  readonly now = (registrationId = ''): Millis => this.instants.get(registrationId) ?? this.otherwise()

  /** Sets the time of a registration. @param at an instant in ISO 8601 with an offset; anything else changes nothing */
  set(registrationId: string, at: string | undefined): void {
    const instant = parseInstant(String(at))
    if (!Number.isNaN(instant)) this.instants.set(registrationId, instant)
  }

  /** Sets the time of an opening. @returns the input for the store, which opens at this time */
  opening<Input extends Omit<OpenInput, 'at'> & { at?: string | undefined }>(
    input: Input,
  ): Omit<Input, 'at'> {
    const { at, ...rest } = input
    this.set(input.registrationId, at)
    return rest
  }

  /** Sets the time of an event. @returns the event for the store; that of a candidate happens at this time */
  event(registrationId: string, event: RegistrationEvent | EventInput): EventInput {
    this.set(registrationId, event?.at)
    if (!happensNow(event)) return event as EventInput
    const { at: _, ...rest } = event
    return rest as EventInput
  }
}
