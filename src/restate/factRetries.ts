import { defaultBackoff, defaultTries } from '../persistence/retries'
import type { FactHandler } from '../persistence/types'
import { type Millis, maxTimeout } from '../time'
import type { DeliverySettings } from './deliverHandler'

/** How facts are delivered again after a failure. */
export type FactRetries = {
  /**
   * The number of failures after which a fact becomes a dead letter, and the later facts of its registration are
   * delivered; from 1 to 1000, by default 83, which takes three days. An `Undeliverable` becomes one at once.
   */
  tries?: number
  /** The pause after a number of failures, in milliseconds; by default 2 seconds, doubled each time, up to an hour. */
  backoff?: (tries: number) => Millis
  /** The time limit of the handler, in milliseconds; 30,000 by default. */
  timeout?: Millis
}

/** @throws RangeError if `tries` is not a whole number from 1 to 1000, or `timeout` is not a valid timer */
export function deliverySettings(
  { tries = defaultTries, backoff = defaultBackoff, timeout = 30_000 }: FactRetries,
  onFact: FactHandler = () => {},
  now: (registrationId: string) => Millis,
): DeliverySettings {
  if (!(Number.isInteger(tries) && tries >= 1 && tries <= 1000))
    throw new RangeError(`tries must be a whole number from 1 to 1000, not ${tries}`)
  if (!(timeout > 0 && timeout <= maxTimeout))
    throw new RangeError(`timeout must be from 1 to ${maxTimeout}, not ${timeout}`)
  return { onFact, now, tries, backoff, timeout }
}
