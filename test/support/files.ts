import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Journey } from '../../src'

/** The absolute path of a file in the project. */
export const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export const readText = (path: string): string => readFileSync(inProject(path), 'utf8')

/** Every journey file below a folder, with its path in the project. */
export function journeysIn(folder: string): [path: string, journey: Journey][] {
  return readdirSync(inProject(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort()
    .map((path) => [path, JSON.parse(readText(path)) as Journey])
}

/** The path of the journey with that name, in any folder. */
export function journeyPath(name: string): string {
  const found = journeysIn('examples/journeys').find(([path]) => path.endsWith(`/${name}.json`))
  if (found === undefined) throw new Error(`There is no journey ${name}`)
  return found[0]
}

const collections = ['lives', 'every-exam', 'elsewhere', 'mended']

/** The journeys of the folders that are named after a stage. */
export const journeysByStage = (): [path: string, journey: Journey][] =>
  journeysIn('examples/journeys').filter(([path]) => !collections.some((name) => path.includes(`/${name}/`)))
