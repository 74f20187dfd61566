/** The class of an error: a name in the form of an identifier. */
const classForm = /^[A-Z][A-Za-z]{0,59}$/
/** A code such as `ECONNREFUSED`, `ERR_HTTP2_ERROR`, `23505` or `503`. No number of a person has this form. */
const codeForm = /^([A-Z](\d?[A-Z_]){2,40}|[0-9A-Z]{5}|\d{3})$/

/** A label, as `errorLabel` writes it. */
const labelForm = new RegExp(`^${classForm.source.slice(1, -1)}( ${codeForm.source.slice(1, -1)})?$`)

/** The text of a remote worker, if it is a label. Any other text may quote personal data, and becomes `Error`. */
export const labelOf = (text: string): string => (labelForm.test(text) ? text : 'Error')

const textOf = (value: unknown, form: RegExp): string | undefined => {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && form.test(text) ? text : undefined
}

function codeOf(error: unknown, depth = 5): string | undefined {
  if (typeof error !== 'object' || error === null || depth === 0) return undefined
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return textOf(code, codeForm) ?? codeOf(cause, depth - 1)
}

/**
 * The class and the code of a thrown value, such as `Error ECONNREFUSED`. The message is left out, because that of a
 * driver may quote personal data.
 * @param known the code, if it is not the error's own
 */
export function errorLabel(error: unknown, known?: string): string {
  try {
    const name = error instanceof Error ? textOf(error.name, classForm) : undefined
    return [name ?? 'Error', known ?? codeOf(error)].filter((part) => part !== undefined).join(' ')
  } catch {
    return 'Error'
  }
}
