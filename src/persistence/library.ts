import { version } from '../../package.json'

/** The name and version of the library, for the log. */
export const library = `baokao ${version}`
