import { type Millis, parseInstant } from '../time'

/** Parses an instant given by the caller. @throws `RangeError` if the text is not an instant with an offset */
export function instantArgument(name: string, text: string): Millis {
  const instant = parseInstant(text)
  if (Number.isNaN(instant)) throw new RangeError(`${name} must be an instant with an offset, not ${text}`)
  return instant
}
