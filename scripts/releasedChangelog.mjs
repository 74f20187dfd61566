/**
 * Turns the section `Unreleased` of a changelog into a version, below a new and empty one.
 * @param {string} changelog
 * @param {string} version `0.2.0`
 * @param {string} day `2026-11-29`
 * @returns {string | undefined} the new changelog; `undefined` if nothing is unreleased
 */
export function released(changelog, version, day) {
  const [, before, entries] =
    /^([\s\S]*?)## Unreleased\n([\s\S]*?)(?=\n## |$(?![\s\S]))/.exec(changelog) ?? []
  if (before === undefined || entries === undefined || entries.trim() === '') return undefined
  const rest = changelog.slice(before.length + '## Unreleased\n'.length + entries.length)
  return `${before}## Unreleased\n\n## ${version} (${day})\n${entries}${rest}`
}
