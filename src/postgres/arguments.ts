import { type Millis, parseInstant } from '../time'

/** Parses an instant that the caller gave. @throws `RangeError` if it is not one */
export function instantArgument(name: string, text: string): Millis {
  const instant = parseInstant(text)
  if (Number.isNaN(instant)) throw new RangeError(`${name} must be an instant with an offset, not ${text}`)
  return instant
}
