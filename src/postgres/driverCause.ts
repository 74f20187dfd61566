import { errorLabel } from '../persistence/errorLabel'

/**
 * What is kept of the error of a driver. Its message, its detail and what a library puts around it may quote the parameters of
 * a statement, which are personal data, and a logger that prints a `StoreError` prints its cause.
 */
export class DriverError extends Error {
  override readonly name = 'DriverError'
  /** The SQLSTATE, or the code of a driver, of a library or of the operating system. */
  declare readonly code?: string
  /** Where PostgreSQL failed. */
  declare readonly schema?: string
  declare readonly table?: string
  declare readonly column?: string
  declare readonly constraint?: string
}

/** A name as SQL writes it: of a table, or of a constraint. */
const identifier = /^[A-Za-z_][\w.$]{0,120}$/

/**
 * The classes of SQLSTATEs whose messages name only roles, tables and settings: rights, connections, limits, objects in use,
 * the operation of the server. The statements are the store's own, so that their texts hold no value.
 */
const plainStates = /^(08|25|28|3D|3F|40|42|53|54|55|57|58)[0-9A-Z]{3}$/

/**
 * @param error the innermost error, that of the driver itself
 * @param state the SQLSTATE, which some drivers put elsewhere than in `code`
 */
export function driverCause(error: unknown, state?: string): DriverError {
  const { message, syscall, code: own, ...places } = fieldsOf(error)
  const label = errorLabel(error, state)
  const code = state ?? own
  const isPlain = code !== undefined && (plainStates.test(code) || syscall !== undefined)
  const cause = new DriverError(isPlain && message ? `${label}: ${message}` : label)
  if (code !== undefined && label.endsWith(code)) Object.assign(cause, { code })
  for (const [name, value] of Object.entries(places))
    if (value !== undefined && identifier.test(value)) Object.assign(cause, { [name]: value })
  return cause
}

const fieldNames = ['code', 'message', 'syscall', 'schema', 'table', 'column', 'constraint'] as const

/** The fields of an error that are texts; none of one that cannot be read. */
function fieldsOf(error: unknown): Partial<Record<(typeof fieldNames)[number], string>> {
  try {
    const all = fieldNames.map((name) => [name, (error as Record<string, unknown>)[name]] as const)
    return Object.fromEntries(all.filter(([, value]) => typeof value === 'string'))
  } catch {
    return {}
  }
}
