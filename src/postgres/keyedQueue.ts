/** Creates a queue that runs work with the same id one after the other, within this process. */
export function keyedQueue<Key>(): <T>(id: Key, work: () => Promise<T>) => Promise<T> {
  const last = new Map<Key, Promise<unknown>>()
  return (id, work) => {
    const before = last.get(id)
    const result = before === undefined ? work() : before.then(work, work)
    const settled = result.then(
      () => undefined,
      () => undefined,
    )
    last.set(id, settled)
    settled.then(() => {
      if (last.get(id) === settled) last.delete(id)
    })
    return result
  }
}
