import type { RefusalId } from '../rules'

type Action = string | { type: string; params?: unknown }

/** The part of a transition that the configuration and the resolved machine have in common. */
export type GuardedTransition = { readonly guard?: unknown; readonly actions?: unknown }

const asArray = <T>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one as T]

/** The rule of a refusing transition; `undefined` for any other. */
function refusalRuleOf({ actions }: GuardedTransition): RefusalId | undefined {
  for (const action of asArray(actions as Action | Action[] | undefined)) {
    if (typeof action === 'object' && action.type === 'event.refused') {
      return (action.params as { rule: RefusalId }).rule
    }
  }
  return undefined
}

/** The transitions of one trigger: all its refusals, and each branch with the refusals that are checked before it. */
export type FoldedTransitions<T> = {
  readonly refusals: readonly RefusalId[]
  readonly branches: readonly { readonly transition: T; readonly refusals: readonly RefusalId[] }[]
}

/** Folds refusing transitions into the branches that follow them. The order of checking can be restored from the result. */
export function foldRefusals<T extends GuardedTransition>(transitions: readonly T[]): FoldedTransitions<T> {
  const refusals: RefusalId[] = []
  const branches: { transition: T; refusals: RefusalId[] }[] = []
  for (const transition of transitions) {
    const rule = refusalRuleOf(transition)
    if (rule === undefined) branches.push({ transition, refusals: [...refusals] })
    else refusals.push(rule)
  }
  return { refusals, branches }
}
