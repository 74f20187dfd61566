import { type Millis, parseInstant } from '../time'

export { keyIssues, storable } from '../persistence/storable'

/** An instant that a caller gave. @throws `RangeError` where it is none */
export function instantArgument(name: string, text: string): Millis {
  const instant = parseInstant(text)
  if (Number.isNaN(instant)) throw new RangeError(`${name} must be an instant with an offset, not ${text}`)
  return instant
}
