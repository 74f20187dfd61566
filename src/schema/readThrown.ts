/** Reads a thrown value, which may be anything: no error, or one whose properties throw. */
export function readThrown(thrown: unknown, read: (error: Error) => string): string {
  try {
    return thrown instanceof Error ? read(thrown) : 'an unknown failure'
  } catch {
    return 'a failure that cannot be read'
  }
}
