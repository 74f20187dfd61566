import type { RefusalId } from '../rules'

type Action = string | { type: string; params?: unknown }

/** What any arrow has, in the configuration of a machine and in the machine made of it. */
export type Guarded = { readonly guard?: unknown; readonly actions?: unknown }

const listed = <T>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one as T]

/** The rule that an arrow refuses by; none if it leads on. */
function refusing({ actions }: Guarded): RefusalId | undefined {
  for (const action of listed(actions as Action | Action[] | undefined)) {
    if (typeof action === 'object' && action.type === 'event.refused') {
      return (action.params as { rule: RefusalId }).rule
    }
  }
  return undefined
}

/** The arrows of one event, its refusals taken together: each way with those judged before it. */
export type Folded<Arrow> = {
  readonly refusals: readonly RefusalId[]
  readonly ways: readonly { readonly arrow: Arrow; readonly refusals: readonly RefusalId[] }[]
}

/**
 * Folds the arrows that only refuse into those that they protect. Nothing is lost: a way stands after its refusals and
 * before the others.
 */
export function folded<Arrow extends Guarded>(arrows: readonly Arrow[]): Folded<Arrow> {
  const refusals: RefusalId[] = []
  const ways: { arrow: Arrow; refusals: RefusalId[] }[] = []
  for (const arrow of arrows) {
    const rule = refusing(arrow)
    if (rule === undefined) ways.push({ arrow, refusals: [...refusals] })
    else refusals.push(rule)
  }
  return { refusals, ways }
}
