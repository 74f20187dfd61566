/** Whether the long tests run whole, as `npm run prove` runs them; otherwise each takes a sample. */
export const whole = process.env.WHOLE === '1'

/** A third of a list, another for each test; the whole of it with `npm run prove`. */
export const third = <T>(list: readonly T[], test: number): readonly T[] =>
  whole ? list : list.filter((_, i) => i % 3 === test)

/** The runs of a property: a third of them in a sample. */
export const runs = (all: number): { numRuns: number } => ({ numRuns: whole ? all : Math.ceil(all / 3) })
