import { isResidentId } from '../model/residentId'
import type { Issue } from '../schema/issues'
import { never } from '../time'

const mobileNumber = /^(86)?1[3-9]\d{9}$/

/** Whether a part of a text is a resident identity number or a mobile number of mainland China. */
const holdsPersonalNumber = (text: string): boolean =>
  text.split(/[^\dA-Za-z]+/).some((part) => mobileNumber.test(part) || isResidentId(part, never))

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
