/** One for the process, although it may load the package as an ES module and as CommonJS. */
export function shared<T>(name: string, create: () => T): T {
  const all = globalThis as unknown as Record<symbol, T | undefined>
  const key = Symbol.for(name)
  const existing = all[key] ?? create()
  all[key] = existing
  return existing
}
