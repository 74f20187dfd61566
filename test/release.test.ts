import { describe, expect, it } from 'vitest'
import { released } from '../scripts/releasedChangelog.mjs'
import { readText } from './support/files'

describe('the changelog of a release', () => {
  it('has the unreleased entries under the version, below an empty section', () => {
    const changelog = '# Changelog\n\n## Unreleased\n\n- law: one\n\n## 0.1.0\n\n- two\n'
    expect(released(changelog, '0.2.0', '2026-12-01')).toBe(
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- law: one\n\n## 0.1.0\n\n- two\n',
    )
  })
  it('is refused if nothing is unreleased', () => {
    expect(released('# Changelog\n\n## Unreleased\n\n## 0.1.0\n', '0.2.0', '2026-12-01')).toBeUndefined()
    expect(released('# Changelog\n', '0.2.0', '2026-12-01')).toBeUndefined()
  })
  it('can be made of the changelog as it is', () => {
    expect(released(readText('CHANGELOG.md'), '9.9.9', '2030-01-01')).toContain('\n## 9.9.9 (2030-01-01)\n')
  })
})
