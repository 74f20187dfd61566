import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import type { StoreError } from '../../../src/postgres'
import { datedStore } from '../datedStore'
import { poolOn } from '../support'
import { gather } from './evidence'
import { violations } from './invariants'
import type { Observation } from './observations'
import { pause, retryingStore } from './retryingStore'
import { deliverEverything, playScenario, randomFrom, runOnLanes, unreliableHandler } from './scenarios'

/** Mounts a small disk in memory. @returns its folder; `undefined` if this process may not mount */
function tinyDisk(megabytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'baokao-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmdirSync(folder)
    return undefined
  }
}

describe('a full disk under load', () => {
  it('makes sends fail until there is space again; nothing is lost and nothing is decided twice', async (test) => {
    const disk = tinyDisk(10)
    if (disk === undefined) return test.skip('this process may not mount')
    const server = inject('postgres')
    const admin = new pg.Client({ connectionString: `${server}/postgres` })
    await admin.connect()
    const { rows } = await admin.query('show data_directory')
    const { uid, gid } = statSync(rows[0].data_directory)
    chownSync(disk, uid, gid)
    await admin.query(`create tablespace tiny location '${disk}'`)
    await admin.query('create database tiny tablespace tiny')
    const pool = poolOn(`${server}/tiny`)
    try {
      const store = datedStore(pool)
      await store.migrate()
      const thrown: StoreError[] = []
      const observations: Observation[] = []
      const sender = retryingStore(store, ['full'], thrown)
      let next = 0
      const load = runOnLanes(6, () => {
        if (thrown.length > 0) return undefined
        const number = next
        next += 1
        return () => playScenario(sender, number, 0, (line) => observations.push(line))
      })
      while (thrown.length === 0) await Promise.race([pause(), load])
      execFileSync('mount', ['-o', 'remount,size=200m', disk])
      await load
      const handler = unreliableHandler(randomFrom(1), (line) => observations.push(line))
      await deliverEverything(pool, () => store.deliver(handler, { backoff: () => 0, tries: 1000 }))
      expect(violations(await gather(pool, observations))).toEqual([])
    } finally {
      await pool.end()
      await admin.query('drop database tiny')
      await admin.query('drop tablespace tiny')
      await admin.end()
      execFileSync('umount', [disk])
      rmdirSync(disk)
    }
  })
})
