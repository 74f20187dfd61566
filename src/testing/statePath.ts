import type { StateValue } from '../engine/snapshot'
import { allStatePaths } from '../engine/stateTree'
import { assertKnown } from './assertKnown'

type PathIn<Value> = Value extends string
  ? Value
  : Value extends object
    ? { [Key in keyof Value & string]: Key | `${Key}.${PathIn<NonNullable<Value[Key]>>}` }[keyof Value &
        string]
    : never

/** A dotted state path: `paying.awaiting`, or `paying` for any of its states. */
export type StatePath = PathIn<StateValue>

/** @throws if the machine has no such state */
export function assertState(path: string): void {
  assertKnown('state', path, allStatePaths())
}
