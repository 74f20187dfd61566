/** The kinds of named items. */
type Kind =
  | 'state'
  | 'rule'
  | 'fact'
  | 'deadline'
  | 'option'
  | 'event'
  | 'exam'
  | 'notice'
  | `${string} of ${string}`

/**
 * Rejects an unknown name, so that a misspelling does not look like an absent state, fact or deadline.
 * @throws if `all` does not include the name; the message lists the names with the same prefix, or else all prefixes
 */
export function assertKnown(kind: Kind, name: string, all: readonly string[]): void {
  if (all.includes(name)) return
  if (typeof name !== 'string') throw new Error(`The name of a ${kind} is expected, got ${String(name)}.`)
  const [area = ''] = name.split('.')
  const sameArea = all.filter((known) => known.startsWith(`${area}.`))
  const areas = new Set(all.map((known) => known.replace(/\..*/, '.…')))
  const listed = sameArea.length > 0 ? sameArea : [...areas]
  throw new Error(`There is no ${kind} ${name}. There are: ${listed.join(', ') || 'none'}.`)
}
