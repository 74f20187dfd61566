import { writeFileSync } from 'node:fs'
import { again, type Evidence, forfeitsElsewhere, violations } from '../../test/restate/faults/evidence'
import { killing } from '../../test/restate/faults/killing'
import { losingNodes } from '../../test/restate/faults/losingNodes'

/**
 * `npm run prove:restate`: kills service and server under load, then loses nodes of a cluster under load, and each time
 * checks every guarantee on the stored registrations and the handled facts. Arguments: the number of rounds, the seed, and
 * the number of rounds on the cluster.
 */

/** What was done and checked, as lines. */
function summary(evidence: Evidence): string[] {
  const { cases, load, handled } = evidence
  const entries = cases.flatMap(({ log }) => log)
  const withoutKey = (type: string) =>
    entries.filter((entry) => entry.type === type && entry.key === undefined).length
  return [
    `${cases.length} registrations, ${entries.length} events decided, ${entries.filter(({ accepted }) => !accepted).length} of them refused`,
    `${load.answered.length} answers, each logged once, with the same digest`,
    `${withoutKey('clock.advance')} deadlines fired by the engine, none early, none twice; ${withoutKey('history.amend')} histories sent to another registration, which had a forfeit ${forfeitsElsewhere(evidence)} times`,
    `${handled.length} facts handled, in order; ${again(evidence)} of them repeated, since a kill came before their result was stored`,
    `${cases.length} registrations rebuilt by replay, byte for byte; no refund owed or paid twice`,
  ]
}

const started = Date.now()
const seconds = () => Math.round((Date.now() - started) / 1000)
const progress = (round: number, answered: number) => console.log(`${round} rounds, ${answered} answers`)

const [rounds = 50, seed = 20261126, nodeRounds = 4] = process.argv.slice(2).map(Number)
const killed = await killing({ seed, rounds, onRound: progress })
const log = [
  `kill -9, ${rounds} times from seed ${seed}, in ${seconds()} s: ` +
    `the service ${killed.service} times, the server ${killed.server} times, both ${killed.both} times`,
  ...summary(killed.evidence),
  '',
]
const before = seconds()
const lost = await losingNodes({ rounds: nodeRounds, answers: 60, onRound: progress })
log.push(
  `three nodes with examples/restate/restate.toml, in ${seconds() - before} s: one killed ${lost.killed} times, ` +
    `one paused ${lost.paused} times; ${lost.meanwhile} answers while one was away`,
  ...summary(lost.evidence),
  lost.answeredByOne
    ? 'broken: a node has answered while the two others were paused'
    : 'two paused at once: the third answers nothing; all continue when they are back',
  '',
)
const broken = [...violations(killed.evidence), ...violations(lost.evidence)]
log.push(broken.length === 0 ? 'every invariant holds' : `broken:\n${broken.join('\n')}`)
console.log(log.join('\n'))
writeFileSync(
  'quality/proof/restate-log.txt',
  `npm run prove:restate, node ${process.version}, Restate 1.7.12 with SDK 1.12.0\n\n${log.join('\n')}\n`,
)
process.exitCode = broken.length === 0 && !lost.answeredByOne ? 0 : 1
