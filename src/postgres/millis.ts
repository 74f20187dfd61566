import { formatInstant, type Millis, parseInstant } from '../time'
import { MisuseError } from './errors'

/**
 * Instants are read as numbers: the form of a date depends on settings of the session (`datestyle`) and on the driver,
 * and a wrongly read instant would fire deadlines early or never.
 */

/** Selects an instant in milliseconds. */
export const millisColumn = (expression: string, name = expression): string =>
  `(extract(epoch from ${expression}) * 1000)::float8 as ${name}`

/** Selects the current time of the database. */
export const nowColumn = millisColumn('clock_timestamp()', 'now')

/** @throws `MisuseError` if the value is not a number of milliseconds */
export function millisOf(value: unknown): Millis {
  const millis = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof millis !== 'number' || !Number.isFinite(millis))
    throw new MisuseError(`the database returned ${String(value)} as an instant, not a number`)
  return Math.floor(millis)
}

/** An instant of a caller as the statements take it, whatever its offset. */
export const instantText = (text: string): string => formatInstant(parseInstant(text))
