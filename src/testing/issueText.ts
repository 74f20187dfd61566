import type { Issue } from '../schema/issues'

/** An issue in one line: its path, the message, and for a defect what was thrown. */
export const issueText = ({ path, en, error }: Issue): string =>
  `${path && `${path}: `}${en}${error === undefined ? '' : ` (${error})`}`
