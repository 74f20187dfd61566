/** A report of a process under load. A line that was read proves that the work happened. */
export type Observation =
  /** An opening or an event was decided; `answer` is the digest of the decision. */
  | { what: 'answered'; id: string; key: string; rule: string | null; answer: string }
  /** A fact was handled, between two instants of the machine's monotonic clock, in nanoseconds. */
  | { what: 'handled'; fact: string; from: number; to: number }

export type Observe = (observation: Observation) => void

/** The key under which a process reports an opening; the store has no key for openings. */
export const openingKey = 'open'

/** The time in nanoseconds, on a clock that all processes of a machine share. */
export const monotonic = (): number => Number(process.hrtime.bigint())

/** The `application_name` of the workers' connections. */
export const workerConnections = 'baokao worker'
