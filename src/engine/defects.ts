import type { Issue } from '../schema/issues'
import { readThrown } from '../schema/readThrown'

/** Errors in the library or in a provision, which `decide` reports as `internal.defect`. */

/** A provision threw, or did not answer with a boolean. The cause is what it threw. */
export class ProvisionError extends Error {
  constructor(
    readonly provision: string,
    cause: unknown,
  ) {
    super(`provision ${provision}`, { cause })
  }
}

const nameAndMessage = (thrown: unknown): string =>
  readThrown(thrown, ({ name, message }) => `${name}: ${message}`)

/** Converts the error of a defect to an issue. What was thrown is in `error` alone: it has one language, or none. */
export function defectIssue(thrown: unknown): Issue {
  if (thrown instanceof ProvisionError)
    return {
      path: thrown.provision,
      zh: `地方规定 ${thrown.provision} 执行出错，无法判断`,
      en: `the provision ${thrown.provision} could not be evaluated`,
      error: nameAndMessage(thrown.cause),
    }
  return {
    path: '',
    zh: '程序库执行出错',
    en: 'the library failed unexpectedly',
    error: nameAndMessage(thrown),
  }
}
