import { isResidentId } from '../model/residentId'
import type { Issue } from '../schema/issues'
import { never } from '../time'

/** A mobile number of mainland China, alone or in the groups in which people write it. */
const mobileNumber = /(^|[^\dA-Za-z])((00)?86[ -]?)?1[3-9]\d([ -]?)\d{4}\4\d{4}($|[^\dA-Za-z])/
/** What may be a resident identity number: its check digit and its date of birth decide. */
const residentIds = /(?<!\d)(?=(\d{17}[\dXx])(?!\d))/g

/**
 * Whether a text holds a resident identity number or a mobile number, also in wide digits. A random id, such as a UUID, holds
 * eleven digits in a row more often than a number with a check digit, so letters may stand only beside the latter.
 */
function holdsPersonalNumber(text: string): boolean {
  const plain = text.normalize('NFKC')
  return (
    mobileNumber.test(plain) ||
    [...plain.matchAll(residentIds)].some(([, number = '']) => isResidentId(number, never))
  )
}

/**
 * The issues of an id or a key that holds a number of a person: it stands in every log and every message, and no erasure
 * reaches it. `undefined` if it holds none.
 */
export const personalNumberIssues = (path: string, text: unknown): Issue[] | undefined =>
  typeof text === 'string' && holdsPersonalNumber(text)
    ? [
        {
          path,
          zh: '不得含有身份证件号码或手机号码，请改用随机编号',
          en: 'must hold no identity number and no telephone number: use a random id',
        },
      ]
    : undefined
