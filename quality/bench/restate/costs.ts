import { readFile } from 'node:fs/promises'
import type { Server } from '../../../examples/restate/server'

/** What has been spent: CPU of the server and of the service in milliseconds, and the state in bytes. */
export type Spent = { server: number; service: number; state: number; registrations: number }

/** A process's CPU time, where the system tells it. */
async function cpu(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name, which may hold spaces, stands in brackets before these.
  const [, , , , , , , , , , , user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return (user + system) * 10
}

export async function spent(server: Server, service: { pid: number | undefined }): Promise<Spent> {
  const [row] = await server.ask(
    `select sum(octet_length(value_utf8)) as bytes, count(distinct service_key) as registrations
     from state where service_name = 'registration'`,
  )
  return {
    server: await cpu(server.pid),
    service: await cpu(service.pid),
    state: Number(row?.bytes ?? 0),
    registrations: Number(row?.registrations ?? 0),
  }
}

/** What so many calls came to, in one line. */
export function told(before: Spent, after: Spent, calls: number): string {
  const each = (name: 'server' | 'service') => (((after[name] - before[name]) * 1000) / calls).toFixed(0)
  const registrations = after.registrations - before.registrations
  const kept = ((after.state - before.state) / registrations / 1024).toFixed(1)
  return (
    `${registrations} whole lives of ${Math.round(calls / registrations)} calls: ${each('server')} µs of the server's CPU ` +
    `and ${each('service')} µs of the service's a call, facts included; ${kept} KiB of state a registration`
  )
}
