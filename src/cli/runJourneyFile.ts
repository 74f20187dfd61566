import { type JourneyRun, runJourney } from '../journey'
import type { Journey } from '../journeyFormat'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import { fileIssues } from './fileIssues'
import { loadJourney } from './files'
import { phrases } from './phrases'
import { invalidFileError } from './usageError'

/**
 * Runs the journey in a file.
 * @throws UsageError if the file cannot be read, or its journey is not valid
 */
export function runJourneyFile(
  file: string,
  registrations: Registrations = nationalRegistrations(),
): { journey: Journey; run: JourneyRun } {
  const journey = loadJourney(file)
  const run = runJourney(journey, { registrations })
  if (run.issues.length > 0) {
    const issues = fileIssues('journey', journey, undefined, [], registrations)
    throw invalidFileError(file, phrases.cannotRun, issues.length > 0 ? issues : run.issues)
  }
  return { journey, run }
}
