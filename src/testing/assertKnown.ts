/** What has names: a state, a rule, a field of some event. */
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
 * A typo must not be taken for something that did not happen.
 * @throws if nothing is called so, with what else there is of the kind
 */
export function assertKnown(kind: Kind, name: string, all: readonly string[]): void {
  if (all.includes(name)) return
  const [area = ''] = name.split('.')
  const near = all.filter((one) => one.startsWith(`${area}.`))
  const those = near.length > 0 ? near : [...new Set(all.map((one) => one.replace(/\..*/, '.…')))]
  throw new Error(`There is no ${kind} ${name}. There are: ${those.join(', ') || 'none'}.`)
}
