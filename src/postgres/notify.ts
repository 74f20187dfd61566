const warn = (error: unknown): void => {
  const reason = error instanceof Error ? `: ${error.name}` : ''
  process.emitWarning(`a listener of the store failed${reason}`, 'BaokaoListener')
}

/**
 * Calls a function of the caller. If it throws, or returns a Promise that rejects, the process emits a warning, and what
 * the store has done stands.
 */
export function notify<Values extends unknown[]>(
  listener: ((...values: Values) => unknown) | undefined,
  ...values: Values
): void {
  try {
    const result = listener?.(...values)
    if (result instanceof Promise) result.catch(warn)
  } catch (error) {
    warn(error)
  }
}
