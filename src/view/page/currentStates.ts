import type { Snapshot } from '../../engine/snapshot'
import { statePaths } from '../../engine/stateTree'

/** The innermost states that a registration is in, by their dotted paths. */
export const statePathsOf = ({ value }: Snapshot): readonly string[] => statePaths(value)
