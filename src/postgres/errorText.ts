/**
 * The text of a thrown value. Replaces NUL and lone surrogates, which PostgreSQL cannot store; slicing may leave a lone
 * surrogate.
 */
export function errorText(error: unknown): string {
  try {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return text.slice(0, 2000).replace(/\0|\p{Surrogate}/gu, '\ufffd')
  } catch {
    return 'something that cannot be read'
  }
}
