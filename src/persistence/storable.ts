import type { Issue } from '../schema/issues'

/** Whether a text comes back from where it is kept as it was: no NUL, no half of a surrogate pair. */
export const storable = (text: unknown): text is string =>
  typeof text === 'string' && !text.includes('\0') && !/\p{Surrogate}/u.test(text)

/** What is wrong with an idempotency key, if anything is. */
export function keyIssues(key: unknown): Issue[] | undefined {
  if (storable(key) && key.length >= 1 && key.length <= 200) return undefined
  return [
    {
      path: 'key',
      zh: '幂等键须为 1 到 200 个字符的文本',
      en: 'must be a text of 1 to 200 characters',
    },
  ]
}
