import { type Millis, startOf } from '../time'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkDigits = '10X98765432'

/**
 * Whether a number is a resident identity number by GB 11643-1999: 17 digits with a real birth date before `at`, and
 * the check digit of ISO 7064 mod 11-2 (`x` is accepted for `X`). The area code is not checked, because abolished codes
 * stay valid. The digit of the sex is not checked either.
 */
export function isResidentId(number: string, at: Millis): boolean {
  if (!/^\d{17}[\dXx]$/.test(number)) return false
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  const born = startOf(birth)
  if (Number.isNaN(born) || born >= at || new Date(`${birth}T00:00:00Z`).toISOString().slice(0, 10) !== birth)
    return false
  const sum = weights.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return checkDigits[sum % 11] === number[17]?.toUpperCase()
}
