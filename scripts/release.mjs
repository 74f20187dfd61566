// Prepares a release: npm run release -- 0.2.0
// Turns `Unreleased` of CHANGELOG.md into the version, sets it in package.json and the lock, runs the gate, commits and tags.
// Publishing stays a command of its own: npm publish.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { released } from './releasedChangelog.mjs'

const run = (command, ...args) => execFileSync(command, args, { stdio: 'inherit' })
const output = (command, ...args) => execFileSync(command, args, { encoding: 'utf8' }).trim()
const stop = (message) => {
  console.error(message)
  process.exit(1)
}

const [version] = process.argv.slice(2)
if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) stop('Usage: npm run release -- 0.2.0')
if (output('git', 'status', '--porcelain') !== '') stop('The working tree has changes; commit them first.')
if (output('git', 'tag', '--list', `v${version}`) !== '') stop(`v${version} exists already.`)
run('node', 'scripts/repository.mjs', '--check')

const changelog = released(
  readFileSync('CHANGELOG.md', 'utf8'),
  version,
  new Date().toISOString().slice(0, 10),
)
if (changelog === undefined) stop('CHANGELOG.md has nothing under Unreleased.')
run('bash', '.ci/run')
writeFileSync('CHANGELOG.md', changelog)
run('npm', 'version', version, '--no-git-tag-version')
run('git', 'commit', '-am', `Release ${version}`)
run('git', 'tag', '-a', `v${version}`, '-m', version)
console.log(`Committed and tagged v${version}. Next: git push --follow-tags, then npm publish.`)
