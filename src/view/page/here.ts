import { paths } from '../../chart'
import type { Snapshot } from '../../snapshot'

/** The innermost states that a registration is in, by their dotted paths. */
export const statePathsOf = ({ value }: Snapshot): readonly string[] => paths(value)
