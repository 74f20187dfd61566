/** What a process under load reports of its work. A line that was read proves that it happened. */
export type Observation =
  /** An opening or an event was decided; `answer` is the digest of the decision. */
  | { what: 'answered'; id: string; key: string; rule: string | null; answer: string }
  /** A fact was handled, between two instants of the machine's monotonic clock, in nanoseconds. */
  | { what: 'handled'; fact: string; from: number; to: number }

export type Observe = (observation: Observation) => void

/** The key under which an opening is reported; the store itself has none for it. */
export const openingKey = 'open'

/** Nanoseconds of a clock that all processes of a machine share. */
export const monotonic = (): number => Number(process.hrtime.bigint())

/** The `application_name` of the workers' connections. */
export const workerConnections = 'baokao worker'
