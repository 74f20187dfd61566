import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UsageError } from './usageError'

/**
 * Imports a module of the operator, which may import anything.
 * @param option the option that names the file
 * @throws UsageError if it does not exist or cannot be loaded
 */
export async function importModule(option: string, path: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    if (!existsSync(path))
      throw new UsageError(`${option} ${path}: no such file`, `${option} ${path}: 没有这个文件`)
    const { message } = error as Error
    throw new UsageError(`${option} ${path}: ${message}`, `${option} ${path}: 无法载入（${message}）`)
  }
}
