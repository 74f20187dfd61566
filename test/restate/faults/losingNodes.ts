import { rm } from 'node:fs/promises'
import { until } from '../../../examples/loopback'
import type { SendCall } from '../../../src/restate'
import { Cluster } from './cluster'
import { type Evidence, gather } from './evidence'
import { Load, longBefore, retry } from './load'
import { bundled, type HandledFact, Service } from './serviceProcess'

/** How often nodes are lost, and how many answers come meanwhile. */
export type Losing = { rounds: number; answers: number; onRound?: (round: number, answered: number) => void }

export type Lost = {
  killed: number
  paused: number
  /** How many calls were answered while one node was away. */
  meanwhile: number
  /** Whether a call was answered while two nodes were paused. */
  answeredByOne: boolean
  /** How often a call had to be freed; see `freeStalled`. */
  stalled: number
  evidence: Evidence
}

/** A call that is made while two nodes are away, and again when they are back. */
const alone: SendCall = {
  type: 'history.amend',
  by: { role: 'office', id: 'office' },
  history: { credits: [] },
  key: 'while two nodes are away',
}

/**
 * Plays scenarios on three nodes while it kills one with `kill -9` and later pauses another, so that each is away once in
 * three rounds. In the end it pauses two at once.
 */
export async function losingNodes({ rounds, answers, onRound }: Losing): Promise<Lost> {
  const bundle = await bundled()
  const cluster = await Cluster.start()
  const ahead = longBefore - Date.now()
  const handled: HandledFact[] = []
  const over = new AbortController()
  const freeing = cluster.freeStalled(over.signal)
  const service = await Service.start(bundle, { ahead, port: 0 }, (report) => handled.push(report))
  try {
    await cluster.node(0).register(service.url)
    const load = new Load(cluster.registrations, () => Date.now() + ahead)
    const more = async (): Promise<number> => {
      const enough = load.answered.length + answers
      await until(async () => load.answered.length >= enough, 'answers', 3)
      return answers
    }
    /** Answers while a node is away, of every registration: each partition must go on. */
    const withoutOne = async (): Promise<void> => {
      meanwhile += await more()
      const ids = [...load.inputs.keys()]
      const all = () => Promise.all(ids.map((id) => cluster.registrations.get(id)))
      await until(
        () =>
          all().then(
            () => true,
            () => false,
          ),
        'an answer of every registration',
        3,
      )
    }
    let [killed, paused, meanwhile] = [0, 0, 0]
    load.start()
    await more()
    for (let round = 0; round < rounds; round += 1) {
      await cluster.node(round).down('SIGKILL')
      killed += 1
      await withoutOne()
      await cluster.node(round).up()
      await more()
      cluster.pause(round + 1)
      paused += 1
      await withoutOne()
      cluster.resume(round + 1)
      await more()
      onRound?.(round + 1, load.answered.length)
    }
    await load.stop()
    cluster.pause(1)
    cluster.pause(2)
    const answeredByOne = await fetch(`${cluster.node(0).ingress}/registration/R0/send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alone),
      signal: AbortSignal.timeout(5000),
    }).then(
      ({ ok }) => ok,
      () => false,
    )
    cluster.resume(1)
    cluster.resume(2)
    await retry(() => cluster.registrations.send('R0', alone))
    const evidence = await gather(cluster.nodes, cluster.registrations, load, handled)
    over.abort()
    return { killed, paused, meanwhile, answeredByOne, stalled: await freeing, evidence }
  } finally {
    over.abort()
    await freeing.catch(() => {})
    await service.kill()
    await cluster.remove()
    await rm(bundle)
  }
}
