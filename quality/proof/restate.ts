import { writeFileSync } from 'node:fs'
import { again, violations } from '../../test/restate/faults/evidence'
import { killing } from '../../test/restate/faults/killing'

/**
 * `npm run prove:restate`: kills service and server under load, then checks every guarantee on the stored registrations
 * and the handled facts. Arguments: the number of rounds and the seed.
 */

const [rounds = 50, seed = 20261126] = process.argv.slice(2).map(Number)
const started = Date.now()
const killed = await killing({
  seed,
  rounds,
  onRound: (round, answered) => {
    if (round % 10 === 0) console.log(`${round} rounds, ${answered} answers`)
  },
})
const { evidence } = killed
const broken = violations(evidence)
const { cases, load, handled } = evidence
const entries = cases.flatMap(({ log }) => log)
const withoutKey = (type: string) =>
  entries.filter((entry) => entry.type === type && entry.key === undefined).length
const log = [
  `kill -9, ${rounds} times from seed ${seed}, in ${Math.round((Date.now() - started) / 1000)} s: ` +
    `the service ${killed.service} times, the server ${killed.server} times, both ${killed.both} times`,
  `${cases.length} registrations, ${entries.length} events decided, ${entries.filter(({ accepted }) => !accepted).length} of them refused`,
  `${load.answered.length} answers, each logged once, with the same digest`,
  `${withoutKey('clock.advance')} deadlines fired by the engine, none early, none twice; ${withoutKey('history.amend')} histories sent to another registration`,
  `${handled.length} facts handled, in order; ${again(evidence)} of them repeated, since a kill came before their result was stored`,
  broken.length === 0 ? 'every invariant holds' : `broken:\n${broken.join('\n')}`,
]
console.log(log.join('\n'))
writeFileSync(
  'quality/proof/restate-log.txt',
  `npm run prove:restate, node ${process.version}, Restate 1.7.12 with SDK 1.12.0\n\n${log.join('\n')}\n`,
)
process.exitCode = broken.length === 0 ? 0 : 1
