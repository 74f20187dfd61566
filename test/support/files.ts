import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Journey } from '../../src'

/** A path inside the project. */
export const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export const readText = (path: string): string => readFileSync(inProject(path), 'utf8')

/** Every journey file of a folder, by name. */
export function journeysIn(folder: string): [name: string, journey: Journey][] {
  return readdirSync(inProject(folder))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => [`${folder}/${file}`, JSON.parse(readText(`${folder}/${file}`)) as Journey])
}
