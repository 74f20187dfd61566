/**
 * Thrown by a handler of facts if no retry will help, such as for an address that does not exist: the fact becomes a
 * dead letter at once.
 */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable'
}

/** Compares the name, because the ESM and the CommonJS build each have their own class. */
export function isUndeliverable(error: unknown): boolean {
  try {
    return error instanceof Error && error.name === 'Undeliverable'
  } catch {
    // What cannot be read, such as a getter that throws.
    return false
  }
}
