// Runs the type check and the unit tests of a copy of the project against the newest XState and zod, and the two versions
// before each; test/internals.test.ts reports in words which internals changed.
//
//   npm run canary                              all six
//   npm run canary -- xstate@5.32.0             that version
//   npm run canary -- --rename OLD=NEW [...]    with a text renamed in the package: it must fail, and say what is missing
//   npm run canary -- -- test/engine            only these tests
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, stripVTControlCharacters } from 'node:util'

const packages = ['xstate', 'zod']
const { values, positionals, tokens } = parseArgs({
  options: { rename: { type: 'string' } },
  allowPositionals: true,
  tokens: true,
})
const end = tokens.find(({ kind }) => kind === 'option-terminator')?.index ?? Number.POSITIVE_INFINITY
const after = tokens
  .filter(({ kind, index }) => kind === 'positional' && index > end)
  .map(({ value }) => value)
const named = positionals.slice(0, positionals.length - after.length)

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { failed: status !== 0, out: `${stdout}${stderr}` }
}

function must(command, args, cwd) {
  const { failed, out } = run(command, args, cwd)
  if (failed) throw new Error(`${command} ${args.join(' ')}: ${out}`)
  return out
}

/** The last three released versions of a package, of the major version that our users may install. */
function latest(name) {
  const major = /\d+/.exec(JSON.parse(readFileSync('package.json', 'utf8')).peerDependencies[name])?.[0]
  const all = JSON.parse(must('npm', ['view', name, 'versions', '--json'], '.'))
  const released = all.filter((version) => version.startsWith(`${major}.`) && !version.includes('-'))
  return released.slice(-3).map((version) => `${name}@${version}`)
}

function copyProject() {
  const copy = mkdtempSync(join(tmpdir(), 'baokao-canary-'))
  const listed = must('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], '.')
  for (const file of listed.split('\0').filter(Boolean))
    cpSync(file, join(copy, file), { recursive: true, force: true })
  must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], copy)
  return copy
}

/** Renames a text in the scripts of a package. @returns the number of files changed */
function rename(folder, [from, to]) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.[cm]?js$/.test(name),
  )
  return files.filter((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    if (!text.includes(from)) return false
    writeFileSync(join(folder, name), text.replaceAll(from, to))
    return true
  }).length
}

/** What a run of the tests says of its failures, without colours. */
function failuresIn(out) {
  const plain = stripVTControlCharacters(out)
  const lines = plain.split('\n').filter((line) => /^ FAIL |^\w*Error: /.test(line))
  return [...new Set(lines)].slice(0, 12).map((line) => `    ${line.trim()}`)
}

const copy = copyProject()
let red = 0
try {
  for (const version of named.length > 0 ? named : packages.flatMap(latest)) {
    const name = version.replace(/@[^@]*$/, '')
    must('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', version], copy)
    const renamed = values.rename
      ? `, with ${values.rename} in ${rename(join(copy, 'node_modules', name), values.rename.split('='))} files`
      : ''
    if (renamed.endsWith(' 0 files')) throw new Error(`${values.rename}: ${version} has no such text`)
    const types = run('npx', ['tsc', '-p', '.'], copy)
    const tests = run('npx', ['vitest', 'run', '--project', 'units', ...after], copy)
    const count = /Tests\s.*/.exec(stripVTControlCharacters(tests.out))?.[0] ?? 'no test ran'
    if (types.failed || tests.failed) red += 1
    console.log(
      `${types.failed || tests.failed ? '✗' : '✓'} ${version}${renamed}: ${count.replace(/\s+/g, ' ')}`,
    )
    if (types.failed) console.log(types.out.split('\n').slice(0, 8).join('\n'))
    if (tests.failed) console.log(failuresIn(tests.out).join('\n'))
    must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], copy)
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
process.exitCode = red === 0 ? 0 : 1
