import type { Connect } from './driver'

/** By library. */
export const drivers: Record<string, Connect>
/** Settings of the libraries with which the store works too. */
export const settings: Record<string, Connect>
/** Settings that rename the columns of every result, by library. */
export const renaming: Record<string, Connect>
/** Clients of Prisma whose transactions end too early. */
export const impatient: Record<string, Connect>
