/** What a process under load tells of what it did. A line in the reader's hands means that it happened. */
export type Told =
  /** An opening or an event was answered; `answer` is the digest of the whole answer. */
  | { what: 'answered'; id: string; key: string; rule: string | null; answer: string }
  /** A fact was handled, from one instant to another of the machine's monotonic clock, in nanoseconds. */
  | { what: 'handled'; fact: string; from: number; to: number }

export type Tell = (told: Told) => void

/** The key under which an opening is told; the store itself keeps none for it. */
export const opening = 'open'

/** Nanoseconds on a clock that all processes of a machine share. */
export const monotonic = (): number => Number(process.hrtime.bigint())

/** How the connections of workers are named. */
export const workers = 'baokao worker'
