import { version } from '../../package.json'

/** The library and its version, for the log. */
export const library = `baokao ${version}`
