import { type Journey, type JourneyRun, runJourney } from '../journey'
import { malformed, readJourney } from './files'
import { mistakesIn } from './mistakes'
import { phrases } from './phrases'

/**
 * Plays the journey in a file.
 * @throws WrongUse where the file cannot be read, or holds no journey that can be played
 */
export function play(file: string): { journey: Journey; run: JourneyRun } {
  const journey = readJourney(file)
  const run = runJourney(journey)
  if (run.issues.length > 0) {
    const mistakes = mistakesIn('journey', journey)
    throw malformed(file, phrases.notPlayed, mistakes.length > 0 ? mistakes : run.issues)
  }
  return { journey, run }
}
