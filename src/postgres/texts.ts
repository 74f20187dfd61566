import { type Millis, parseInstant } from '../time'

export { keyIssues, storable } from '../keeping/texts'

/** An instant that a caller gave. @throws `RangeError` where it is none */
export function instantOf(name: string, text: string): Millis {
  const instant = parseInstant(text)
  if (Number.isNaN(instant)) throw new RangeError(`${name} must be an instant with an offset, not ${text}`)
  return instant
}
