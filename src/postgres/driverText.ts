/** The texts that database libraries want or give in their own form. */

/**
 * Splits a statement: every other part is the number of a parameter. One that occurs twice is given twice, because these
 * libraries number the parameters themselves.
 */
export const splitAtParameters = (text: string): string[] => text.split(/\$(\d+)/)

/** An array as PostgreSQL writes it, which postgres.js needs if it has not fetched the types of the database. */
export const arrayText = (value: unknown): unknown =>
  Array.isArray(value)
    ? `{${value.map((item) => (item === null ? 'null' : `"${String(item).replace(/["\\]/g, '\\$&')}"`)).join(',')}}`
    : value

/** Knex puts the statement and its parameters before the driver's message, which is still in the stack. */
export function withoutStatement(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const [, own = ''] = /^[^:\n]*: ([\s\S]*?)\n +at /.exec(error.stack ?? '') ?? []
  const isOwn = own !== '' && error.message.endsWith(` - ${own}`)
  error.message = isOwn ? own : error.message.replace(/^.* - /s, '')
  return error
}
