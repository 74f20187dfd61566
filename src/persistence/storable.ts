import type { Issue } from '../schema/issues'
import { personalNumberIssues } from './personalNumber'

/** Whether a database stores a text unchanged: it has no NUL and no lone surrogate. */
export const storable = (text: unknown): text is string =>
  typeof text === 'string' && !text.includes('\0') && !/\p{Surrogate}/u.test(text)

/** Returns an issue for each given text that cannot be stored. */
export const storableIssues = (
  texts: readonly (readonly [path: string, text: string | undefined])[],
): Issue[] =>
  texts
    .filter(([, text]) => text !== undefined && !storable(text))
    .map(([path]) => ({ path, zh: '含有无法保存的字符', en: 'holds a character that cannot be stored' }))

/** How the keys begin under which a store sends events itself. A sender who used one would make its event a repeat. */
export const ownKeyPrefix = 'baokao:'

/** The issues of a sender's idempotency key; `undefined` if it is valid. */
export function keyIssues(key: unknown): Issue[] | undefined {
  if (storable(key) && key.startsWith(ownKeyPrefix))
    return [
      {
        path: 'key',
        zh: `以 ${ownKeyPrefix} 开头的键由系统使用`,
        en: `must not begin with ${ownKeyPrefix}, as the keys of the store do`,
      },
    ]
  if (storable(key) && key.length >= 1 && key.length <= 200) return personalNumberIssues('key', key)
  return [
    {
      path: 'key',
      zh: '幂等键须为 1 到 200 个字符的文本',
      en: 'must be a text of 1 to 200 characters',
    },
  ]
}
