import type { Journey } from '../../journeyFormat'

/** Downloads a journey as a file. */
export function saveJourneyFile(journey: Journey): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(
    new Blob([`${JSON.stringify(journey, null, 2)}\n`], { type: 'application/json' }),
  )
  link.download = 'journey.json'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** @returns the parsed file, not validated; `undefined` if it is not JSON */
export async function readJourneyFile(file: File): Promise<Journey | undefined> {
  try {
    return JSON.parse(await file.text()) as Journey
  } catch {
    return undefined
  }
}
