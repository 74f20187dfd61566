import { day, hour, type Millis } from '../time'

/** The pauses between the attempts to deliver a fact. */

/** 2 seconds after the first failure, doubled each time, at most an hour. */
export const defaultBackoff = (tries: number): Millis => Math.min(hour, 1000 * 2 ** tries)

/** The number of attempts that the default pauses spread over three days. */
export const defaultTries = 83

const month = 30 * day

/**
 * The pause after a number of failures. A function of the caller that throws or returns no number gives way to the
 * default.
 */
export function waitAfter(
  tries: number,
  backoff: (tries: number) => Millis,
  otherwise = defaultBackoff,
): Millis {
  try {
    const wait = backoff(tries)
    if (Number.isFinite(wait) && wait >= 0) return Math.min(wait, month)
  } catch {}
  return otherwise(tries)
}
