import { UsageError } from './usageError'

/** @throws UsageError if the text of an option is no number above 0 */
export function parsePositive(option: string, text: string): number {
  const number = Number(text)
  if (Number.isFinite(number) && number > 0) return number
  throw new UsageError(`${option} ${text}: must be a number above 0`, `${option} ${text}: 须为大于 0 的数`)
}
