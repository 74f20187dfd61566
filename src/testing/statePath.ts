import { allStatePaths } from '../machine/states'
import { assertKnown } from './assertKnown'

/** @throws if the machine has no such state */
export function assertState(path: string): void {
  assertKnown('state', path, allStatePaths())
}
