/** Calls a function of the caller. If it throws, the process emits a warning, and what the store has done stands. */
export function notify<T>(listener: ((value: T) => void) | undefined, value: T): void {
  try {
    listener?.(value)
  } catch (error) {
    process.emitWarning(`a listener of the store threw: ${String(error)}`, 'BaokaoListener')
  }
}
