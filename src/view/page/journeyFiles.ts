import type { Journey } from '../../journey'

/** A journey in a file: opened, and kept. */

/** Lets somebody keep a journey. */
export function saveJourneyFile(journey: Journey): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(
    new Blob([`${JSON.stringify(journey, null, 2)}\n`], { type: 'application/json' }),
  )
  link.download = 'journey.json'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Lets somebody choose a file. @returns what stands in it; `undefined` where it is no JSON */
export async function readJourneyFile(file: File): Promise<Journey | undefined> {
  try {
    return JSON.parse(await file.text()) as Journey
  } catch {
    return undefined
  }
}
