import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmdirSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { createStore } from '../../../src/postgres'
import { check } from '../history/check'
import { poolOn } from '../support'
import { pause } from './clients'
import { localLoad } from './localLoad'

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
      await createStore(pool).migrate()
      // Little space is left, so that the disk is soon full.
      const { bavail, bsize } = statfsSync(disk)
      writeFileSync(join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - 1536 * 1024)))
      const passed: unknown[] = []
      const isFull = () => passed.some((error) => (error as { code?: string }).code === 'full')
      const load = await localLoad({ pool, seed: 1, isOver: isFull, passed })
      while (!isFull()) await Promise.race([pause(), load.running])
      expect(load.history.filter(({ line }) => line === 'answered').length).toBeGreaterThan(20)
      execFileSync('mount', ['-o', 'remount,size=200m', disk])
      expect(check(await load.finish()).violations).toEqual([])
    } finally {
      await pool.end()
      await admin.query('drop database tiny')
      await admin.query('drop tablespace tiny')
      await admin.end()
      execFileSync('umount', [disk])
      rmdirSync(disk)
    }
  }, 600_000)
})
